//! What happens to the sources: they are added, and move from one input to another.

use std::rc::Rc;

use calendly_audit::session::view::Input;
use calendly_audit::source::Source;
use yew::{AttrValue, Reducible};

use super::{Action, State};
use crate::work::{PASTED, add_by_name, is_large, text_of};

impl State {
    /// Adds sources to the list.
    pub(super) fn add_list(&mut self, files: Vec<Source>) {
        let mut all = (*self.work.list_files).clone();
        self.said = add_by_name(&mut all, files);
        if !self.said.is_empty() {
            // A choice belongs to the file it was made for.
            self.work.choices = Rc::default();
        }
        self.work.list_files = Rc::new(all);
        self.unfolded[Input::Users as usize] = None;
    }

    /// Adds sources to the earlier notes.
    pub(super) fn add_notes(&mut self, files: Vec<Source>) {
        let mut all = (*self.work.earlier_files).clone();
        self.said = add_by_name(&mut all, files);
        self.work.earlier_files = Rc::new(all);
        self.unfolded[Input::Earlier as usize] = None;
    }

    /// Returns a source of an input by its name: that of a text area is [`PASTED`], and empty for earlier notes.
    pub fn source(&self, input: Input, name: &str) -> Option<Source> {
        let work = &self.work;
        let named = |files: &[Source]| files.iter().find(|file| file.name == name).cloned();
        match input {
            Input::Team => named(&work.roster),
            Input::Users if name == PASTED => Some(Source::new(PASTED, work.list.as_bytes())),
            Input::Users => named(&work.list_files),
            // A text too long for the text area stands beside it.
            Input::Earlier if work.earlier.is_empty() => work.earlier_files.first().cloned(),
            Input::Earlier => Some(Source::new(PASTED, work.earlier.as_bytes())),
        }
    }

    /// Returns the state after a source in the wrong place has moved to where it belongs.
    pub(super) fn moved(self, from: Input, name: String, to: Input) -> Rc<Self> {
        let Some(mut source) = self.source(from, &name) else { return Rc::new(self) };
        let rest = match from {
            Input::Team => Action::RemoveRoster(name),
            Input::Users if name == PASTED => Action::List(AttrValue::default()),
            Input::Users => Action::RemoveList(name),
            Input::Earlier if self.work.earlier.is_empty() => {
                Action::RemoveNotes(source.name.clone())
            }
            Input::Earlier => Action::Earlier(AttrValue::default()),
        };
        if source.name == PASTED && to == Input::Team {
            "pasted roster".clone_into(&mut source.name);
        }
        let put = match to {
            Input::Team => Action::RosterFiles(vec![source]),
            Input::Users if source.name == PASTED => Action::MoreList(text_of(Some(source))),
            Input::Users => Action::ListFiles(vec![source]),
            Input::Earlier if is_large(&String::from_utf8_lossy(&source.bytes)) => {
                Action::NotesFiles(vec![source])
            }
            Input::Earlier => Action::Earlier(text_of(Some(source))),
        };
        let moved = Rc::new(self).reduce(rest).reduce(put);
        let mut state = Rc::unwrap_or_clone(moved);
        state.said = format!("Moved to {}.", to.text()).into();
        Rc::new(state)
    }
}
