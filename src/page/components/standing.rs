//! The rows of a table that stand on the page, by their places: from one run of the audit to the next, and from one query to
//! the next, as little is drawn anew as can be.
//!
//! Nothing here draws or asks the session; that is in `rows.rs`.

use std::collections::HashMap;
use std::rc::Rc;

use calendly_audit::session::view::{RowView, Which};
use calendly_audit::session::{Query, Slice, View};

/// The session's last answer. Another answer is another run, be it equal or not: what it does not show may differ.
#[derive(Clone)]
pub struct Run(pub Rc<View>);

impl PartialEq for Run {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Run {
    /// One of the two tables.
    pub fn slice(&self, which: Which) -> &Slice {
        match which {
            Which::Team => &self.0.team,
            Which::Outside => &self.0.outside,
        }
    }
}

/// A row, and what it is known by from one run to the next: the key of its person or user, since its place may be somebody
/// else's after any decision. Rows of one key are numbered; a decision means them all.
pub type Known = (Rc<str>, Rc<RowView>);

/// So many places of a table are drawn as one.
pub const STRETCH: usize = 100;
/// So many stretches are taken away at once.
const TAKEN: usize = 2;

/// Rows that are drawn as one.
#[derive(Clone, PartialEq)]
pub struct Stretch {
    /// What it is known by, as long as it is on the page.
    pub key: usize,
    /// The rows.
    pub rows: Rc<Vec<Known>>,
    /// Whether it is about to be taken away, and hidden until then.
    pub leaving: bool,
}

/// The rows that are on the page. What it takes to bring some does not grow with those that stand.
#[derive(Default)]
pub struct Standing {
    /// The session's last answer.
    pub run: Option<Run>,
    query: Query,
    /// By place. None stands where a row of an earlier run stood that has come at another place.
    rows: Vec<Option<Known>>,
    /// The place of each.
    places: HashMap<Rc<str>, usize>,
    /// So many, from the first on, are of the last run; the others stand until they are brought anew, so that nothing jumps.
    pub fresh: usize,
    /// How many of those are of one key.
    alike: HashMap<Rc<str>, usize>,
    /// The same rows as they are drawn; none where they are to be put together anew.
    stretches: Vec<Option<Rc<Vec<Known>>>>,
    /// What the stretches after the first are known by begins here.
    keys: usize,
    /// What another query had found.
    pub leaving: Vec<Stretch>,
}

impl Standing {
    /// Begins with the first rows of a run.
    pub fn begin(&mut self, run: &Run, which: Which) {
        let slice = run.slice(which);
        if self.query != slice.query {
            // The first stretch stays, and with it the rows that are in both. To take thousands away at one go would take long.
            let leaving = self.stretches().into_iter().skip(1);
            let leaving: Vec<_> =
                leaving.map(|stretch| Stretch { leaving: true, ..stretch }).collect();
            let keys = self.keys + self.stretches.len();
            *self = Self { query: slice.query.clone(), keys, leaving, ..Self::default() };
            self.take_away();
        }
        self.run = Some(run.clone());
        self.fresh = 0;
        self.alike.clear();
        for place in slice.found..self.rows.len() {
            self.put(place, None);
        }
        self.rows.truncate(slice.found);
        self.stretches.truncate(slice.found.div_ceil(STRETCH));
        self.bring(slice.rows.iter().cloned());
    }

    /// Brings the next rows of the run.
    pub fn bring(&mut self, rows: impl Iterator<Item = RowView>) {
        for row in rows {
            let id = self.id(row.key.as_str());
            let place = self.fresh;
            self.fresh += 1;
            match self.rows.get(place) {
                // A row that is as it was is not drawn anew.
                Some(Some((old, stands))) if *old == id && **stands == row => {}
                _ => {
                    if let Some(before) = self.places.get(&id).copied() {
                        self.put(before, None);
                    }
                    self.put(place, Some((id, Rc::new(row))));
                }
            }
        }
    }

    /// What a row of the run is known by.
    fn id(&mut self, key: &str) -> Rc<str> {
        let key: Rc<str> = key.into();
        let nth = self.alike.entry(Rc::clone(&key)).or_default();
        loop {
            *nth += 1;
            let id = if *nth == 1 { Rc::clone(&key) } else { format!("{key} {nth}").into() };
            if self.places.get(&id).is_none_or(|place| *place >= self.fresh) {
                return id;
            }
        }
    }

    /// Lets a row, or none, stand at a place.
    fn put(&mut self, place: usize, row: Option<Known>) {
        let (rows, stretch) = (self.rows.len().max(place + 1), place / STRETCH);
        self.rows.resize(rows, None);
        self.stretches.resize(rows.div_ceil(STRETCH), None);
        if let Some((id, _)) = self.rows[place].take() {
            self.places.remove(&id);
        }
        if let Some((id, _)) = &row {
            self.places.insert(Rc::clone(id), place);
        }
        self.rows[place] = row;
        self.stretches[stretch] = None;
    }

    /// Takes away some of what leaves.
    pub fn take_away(&mut self) {
        self.leaving.truncate(self.leaving.len().saturating_sub(TAKEN));
    }

    /// All that stand, as they are drawn, and those that leave.
    pub fn stretches(&mut self) -> Vec<Stretch> {
        let stretches = self.rows.chunks(STRETCH).zip(&mut self.stretches).enumerate();
        let stretches = stretches.map(|(nth, (rows, stretch))| {
            let together = || Rc::new(rows.iter().flatten().cloned().collect());
            let rows = Rc::clone(stretch.get_or_insert_with(together));
            Stretch { key: if nth == 0 { 0 } else { self.keys + nth }, rows, leaving: false }
        });
        stretches.chain(self.leaving.iter().cloned()).collect()
    }

    /// How many rows stand.
    pub fn here(&self) -> usize {
        self.places.len()
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use calendly_audit::audit::{Key, UserKey};
    use calendly_audit::session::view::{RowView, Which};
    use calendly_audit::session::{Query, Slice, View};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::{Run, STRETCH, Standing, Stretch};

    fn row(key: &str) -> RowView {
        RowView::of(Key::User(UserKey::from_written(key)))
    }

    fn keys(from: usize, to: usize) -> Vec<String> {
        (from..to).map(|n| format!("p{n}@example.com")).collect()
    }

    /// A run that finds these, of which the view brings the first two.
    fn run(words: &str, keys: &[String]) -> Run {
        let rows = keys.iter().take(2).map(|key| row(key)).collect();
        let query = Query { words: words.to_owned(), ..Query::default() };
        let team = Slice { query, rows, found: keys.len(), ..Slice::default() };
        Run(Rc::new(View { team, ..View::default() }))
    }

    /// Begins with a run and brings all of it.
    fn all(standing: &mut Standing, words: &str, keys: &[String]) {
        standing.begin(&run(words, keys), Which::Team);
        standing.bring(keys.iter().skip(2).map(|key| row(key)));
    }

    fn shown(standing: &mut Standing) -> Vec<String> {
        let stretches = standing.stretches();
        let here = stretches.iter().filter(|stretch| !stretch.leaving);
        here.flat_map(|stretch| stretch.rows.iter().map(|(id, _)| id.to_string())).collect()
    }

    fn leaving(standing: &mut Standing) -> usize {
        standing.stretches().iter().filter(|stretch| stretch.leaving).count()
    }

    fn alike(a: &Stretch, b: &Stretch) -> bool {
        Rc::ptr_eq(&a.rows, &b.rows)
    }

    #[wasm_bindgen_test]
    fn rows_stand_in_the_order_of_their_run_and_those_of_one_key_are_numbered() {
        let mut standing = Standing::default();
        let names = ["a", "b", "a", "a 2", "a"].map(str::to_owned);
        all(&mut standing, "", &names);
        assert_eq!(shown(&mut standing), ["a", "b", "a 2", "a 2 2", "a 3"]);
        assert_eq!(standing.here(), 5);
        // The same again: nothing is put together anew.
        let before = standing.stretches();
        all(&mut standing, "", &names);
        assert!(alike(&before[0], &standing.stretches()[0]));
        assert_eq!(shown(&mut standing), ["a", "b", "a 2", "a 2 2", "a 3"]);
    }

    #[wasm_bindgen_test]
    fn rows_stand_until_they_are_brought_anew_and_none_stands_twice() {
        let mut standing = Standing::default();
        let before = keys(0, 250);
        all(&mut standing, "", &before);
        // The second one is gone, as after a match by hand: everybody after it stands one place higher.
        let mut after = before.clone();
        after.remove(1);
        standing.begin(&run("", &after), Which::Team);
        let mut expected = before.clone();
        expected.remove(1);
        expected.pop(); // there are fewer places now
        assert_eq!(shown(&mut standing), expected, "nobody is seen twice, and the others stand");
        let far = standing.stretches()[2].clone();
        standing.bring(after[2..120].iter().map(|key| row(key)));
        assert!(
            alike(&far, &standing.stretches()[2]),
            "a stretch that nothing came to is left alone"
        );
        standing.bring(after[120..].iter().map(|key| row(key)));
        assert_eq!(shown(&mut standing), after);
        assert_eq!(standing.here(), after.len());
    }

    #[wasm_bindgen_test]
    fn what_another_query_had_found_leaves_by_and_by() {
        let mut standing = Standing::default();
        all(&mut standing, "", &keys(0, 10 * STRETCH));
        let first = standing.stretches()[0].key;
        let before: Vec<_> = standing.stretches().iter().map(|stretch| stretch.key).collect();
        all(&mut standing, "7", &keys(700, 950));
        assert_eq!(shown(&mut standing), keys(700, 950));
        assert_eq!(standing.stretches()[0].key, first, "rows that are in both can stay");
        let now: Vec<_> = standing.stretches().iter().map(|stretch| stretch.key).collect();
        assert!(now[1..3].iter().all(|key| !before.contains(key)), "and no others: {now:?}");
        let mut left = leaving(&mut standing);
        assert!(left > 0);
        while left > 0 {
            standing.take_away();
            assert!(leaving(&mut standing) < left);
            left = leaving(&mut standing);
        }
        assert_eq!(shown(&mut standing), keys(700, 950));
        all(&mut standing, "nobody", &[]);
        assert_eq!(shown(&mut standing), [""; 0]);
        assert_eq!(standing.here(), 0);
    }
}
