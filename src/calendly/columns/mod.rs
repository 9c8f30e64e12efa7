//! What each column of a table holds, told by its cells and its heading together.
//!
//! Content decides where it is certain: addresses, pages of Calendly, roles, statuses. The heading decides where content
//! cannot, and breaks ties; one that the cells contradict does not win. Where two columns could be the login and nothing
//! settles it, nobody guesses: both are marked with a [`Doubt`], and a person is asked. A person's choice stands over all.

pub mod content;
pub mod headings;
mod login;

use serde::{Deserialize, Serialize};

use super::tables::Table;
use super::user::Status;
use crate::catalogue::catalogue;
use content::{Look, Profile};

catalogue! {
    /// What a column of the list holds. The order is the one in which a control offers them.
    Meaning, words {
        /// The whole name.
        Name "Name";
        /// The first name, where the name stands in two columns.
        FirstName "First name";
        /// The last name, where the name stands in two columns.
        LastName "Last name";
        /// The login email.
        Email "Email";
        /// The role in the organisation.
        Role "Role";
        /// The status in words, or yes and no where the column is called `active`.
        Status "Status";
        /// The scheduling link.
        Link "Calendly link";
        /// A group or team, or several separated by `;`, `,` or `|`.
        Group "Group";
        /// Calendly's own identifier of the user.
        Uri "Calendly identifier";
        /// Whether, or when, the user activated the account (the export of a group).
        Activated "Activated";
        /// Whether an invitation is pending (the export of a group).
        PendingInvite "Pending invite";
        /// Something else, kept with the user under the column's own header.
        Other "Something else";
    }
}

impl Meaning {
    /// Whether several columns may share it.
    fn is_shared(self) -> bool {
        matches!(self, Self::Group | Self::Other)
    }

    /// Whether a cell of it is a name, or a part of one.
    pub fn is_of_name(self) -> bool {
        matches!(self, Self::Name | Self::FirstName | Self::LastName)
    }
}

/// What a column's meaning was told by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum ToldBy {
    /// Nothing: it is something else, kept with each user.
    #[default]
    Nothing,
    /// Its heading.
    Heading,
    /// Its cells.
    Content,
    /// Both agree.
    Both,
    /// A person's choice.
    Person,
}

impl ToldBy {
    /// The same in words for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Nothing => "not recognised",
            Self::Heading => "by its heading",
            Self::Content => "by its cells",
            Self::Both => "by its heading and its cells",
            Self::Person => "chosen by you",
        }
    }
}

/// What is not certain of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Doubt {
    /// It could be the login, and so could another, or its addresses repeat: until a person answers, nobody is matched.
    Login,
    /// It could state the role or the status, and its words are not known: what depends on them is not checked.
    NotUnderstood,
}

/// A column as it was understood: what the page shows, and lets people change.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Column {
    /// Position, counted from 0.
    pub index: usize,
    /// The header as written, or the path in JSON; empty where the list has none.
    pub header: String,
    /// What it was understood to hold.
    pub meaning: Meaning,
    /// What that was told by.
    pub told_by: ToldBy,
    /// What is not certain.
    pub doubt: Option<Doubt>,
    /// Whether it only stands in for rows that leave the surer column of the same meaning empty.
    pub stands_in: bool,
    /// Up to three of its values.
    pub samples: Vec<String>,
}

/// How long a sample may be, in characters.
const LONGEST_SAMPLE: usize = 60;

/// No list is that wide; a chosen column beyond it is no reason to fill memory.
const WIDEST_CHOICE: usize = 1000;

/// How many columns are compared row by row with the one that was found; a table is not made dearer by thousands of them.
const MOST_COMPARED: usize = 64;

/// Sums up the cells of each column, from a row on, over the rows that reach no further than `width` columns.
pub fn profiles(table: &Table, first_row: usize, width: usize) -> Vec<Profile<'_>> {
    let mut profiles: Vec<Profile<'_>> = vec![Profile::default(); table.width()];
    for row in table.rows_from(first_row).filter(|row| row.width() <= width) {
        for (column, cell) in row.cells() {
            if let Some(profile) = profiles.get_mut(column) {
                profile.add(cell);
            }
        }
    }
    profiles
}

/// Says what each column of a table holds, whose rows stand below its header. `chosen` is what a person said.
pub fn understand(
    table: &Table,
    profiles: &[Profile<'_>],
    chosen: &[(usize, Meaning)],
) -> Vec<Column> {
    let mut draft = Draft::new(table, profiles, chosen);
    login::find(&mut draft);
    for meaning in [Meaning::Link, Meaning::Uri, Meaning::Role, Meaning::Status] {
        draft.claim(meaning);
    }
    for meaning in
        [Meaning::Activated, Meaning::PendingInvite, Meaning::FirstName, Meaning::LastName]
    {
        draft.claim(meaning);
    }
    draft.claim_name();
    draft.claim_groups();
    draft.point_out();
    draft.columns
}

/// The columns on their way to being understood.
struct Draft<'a> {
    table: &'a Table,
    profiles: &'a [Profile<'a>],
    /// What each heading means by its spelling, and how surely.
    headings: Vec<Option<(Meaning, usize)>>,
    columns: Vec<Column>,
}

impl<'a> Draft<'a> {
    fn new(table: &'a Table, profiles: &'a [Profile<'a>], chosen: &[(usize, Meaning)]) -> Self {
        let chosen = || chosen.iter().filter(|(index, _)| *index < WIDEST_CHOICE);
        let width = chosen().map(|(index, _)| index + 1).max().unwrap_or(0).max(profiles.len());
        let heading = |index: usize| table.headings.get(index).map_or("", String::as_str);
        let column = |index: usize| Column {
            index,
            header: heading(index).to_owned(),
            meaning: Meaning::Other,
            told_by: ToldBy::Nothing,
            doubt: None,
            stands_in: false,
            samples: profiles.get(index).map(samples).unwrap_or_default(),
        };
        let mut columns: Vec<Column> = (0..width).map(column).collect();
        for (index, meaning) in chosen() {
            for column in &mut columns {
                if column.index == *index {
                    (column.meaning, column.told_by) = (*meaning, ToldBy::Person);
                } else if column.meaning == *meaning && !meaning.is_shared() {
                    column.meaning = Meaning::Other;
                }
            }
        }
        let own =
            |index: usize| Some(heading(index)).filter(|words| !headings::is_of_another(words));
        let headings = (0..width).map(|index| headings::known(own(index)?)).collect();
        Self { table, profiles, headings, columns }
    }

    fn profile(&self, index: usize) -> Option<&'a Profile<'a>> {
        self.profiles.get(index).filter(|profile| profile.filled > 0)
    }

    /// How surely a heading means something; `None` where it does not.
    fn rank(&self, index: usize, meaning: Meaning) -> Option<usize> {
        let (known, rank) = (*self.headings.get(index)?)?;
        (known == meaning).then_some(rank)
    }

    fn header(&self, index: usize) -> &str {
        self.columns.get(index).map_or("", |column| column.header.as_str())
    }

    /// Whether nobody has said what a column is.
    fn is_free(&self, index: usize) -> bool {
        self.columns.get(index).is_some_and(|column| {
            column.meaning == Meaning::Other
                && column.told_by == ToldBy::Nothing
                && column.doubt.is_none()
        })
    }

    /// Whether a person, or this, has found the column of a meaning.
    fn has(&self, meaning: Meaning) -> bool {
        self.columns.iter().any(|column| column.meaning == meaning)
    }

    fn set(&mut self, index: usize, meaning: Meaning) {
        let by_content = self.is_certain(index, meaning);
        let by_heading = self.rank(index, meaning).is_some();
        if let Some(column) = self.columns.get_mut(index) {
            column.meaning = meaning;
            column.told_by = match (by_heading, by_content) {
                (true, true) => ToldBy::Both,
                (true, false) => ToldBy::Heading,
                _ => ToldBy::Content,
            };
        }
    }

    /// Whether the cells alone say for certain that a column holds this.
    fn is_certain(&self, index: usize, meaning: Meaning) -> bool {
        let Some(profile) = self.profile(index) else { return false };
        match meaning {
            Meaning::Email => profile.mostly(Look::Address),
            Meaning::Link => {
                let links = profile.count(Look::Link);
                let addresses = links + profile.count(Look::Figure);
                profile.mostly(Look::Link)
                    || links * 2 >= profile.filled && addresses == profile.filled
            }
            Meaning::Uri => profile.mostly(Look::Uri),
            Meaning::Role => profile.all(Look::Role),
            Meaning::Status => {
                let stated = profile.count(Look::YesNo) + profile.count(Look::Status);
                profile.all(Look::Status)
                    || self.rank(index, Meaning::Activated).is_none()
                        && match headings::status_of_yes(self.header(index)) {
                            // `Deactivated at` holds a date, or nothing.
                            Some(Status::Inactive(_)) => {
                                stated + profile.count(Look::Figure) == profile.filled
                            }
                            said => said.is_some() && stated == profile.filled,
                        }
            }
            _ => false,
        }
    }

    /// Whether the cells contradict a heading that says so.
    fn is_contradicted(&self, index: usize, meaning: Meaning) -> bool {
        let Some(profile) = self.profile(index) else { return false };
        let has_at = profile.count(Look::Address) + profile.count(Look::At) > 0;
        match meaning {
            Meaning::Email => !has_at && profile.count(Look::Mention) == 0,
            // Whatever has an address in it is no role, and no status.
            Meaning::Role => {
                profile.mostly(Look::Address)
                    || profile.mostly(Look::Link)
                    || profile.all(Look::Status)
                    || profile.mostly(Look::Figure)
            }
            Meaning::Status => {
                profile.mostly(Look::Address)
                    || profile.mostly(Look::Link)
                    || profile.all(Look::Role)
            }
            Meaning::Link => {
                profile.mostly(Look::Address)
                    || profile.mostly(Look::Role)
                    || profile.mostly(Look::YesNo)
            }
            Meaning::Uri => profile.mostly(Look::Address) || profile.mostly(Look::Link),
            Meaning::Name | Meaning::FirstName | Meaning::LastName => {
                profile.mostly(Look::Link) || profile.mostly(Look::Uri)
            }
            Meaning::Activated | Meaning::PendingInvite => profile.mostly(Look::Address),
            Meaning::Group | Meaning::Other => false,
        }
    }

    /// Gives a meaning to the column that holds it: of those whose cells are certain the one that its heading names, else the
    /// one that a heading names and nothing contradicts. Several may hold it where no row fills two of them.
    fn claim(&mut self, meaning: Meaning) {
        if self.has(meaning) {
            return;
        }
        let free: Vec<usize> = (0..self.columns.len()).filter(|at| self.is_free(*at)).collect();
        let certain: Vec<usize> =
            free.iter().copied().filter(|at| self.is_certain(*at, meaning)).collect();
        let headed = |among: &[usize]| {
            let ranked = among.iter().filter_map(|at| Some((self.rank(*at, meaning)?, *at)));
            ranked.min().map(|(_, at)| at)
        };
        let fits: Vec<usize> =
            free.iter().copied().filter(|at| !self.is_contradicted(*at, meaning)).collect();
        let by_heading = headed(&fits);
        let best = headed(&certain)
            // A heading that at least one of its cells bears out stands over cells under another.
            .or_else(|| by_heading.filter(|at| certain.is_empty() || self.bears_out(*at, meaning)))
            .or_else(|| self.surest(&certain, meaning));
        let Some(best) = best else { return };
        self.set(best, meaning);
        let others = free.into_iter().filter(|at| *at != best && fits.contains(at)).collect();
        self.stand_in(best, meaning, others);
    }

    /// Lets further columns of a meaning stand in for rows that leave the surest one empty: under a heading of its own for it, or,
    /// among fields of records, where the cells are certain and no row fills both.
    fn stand_in(&mut self, best: usize, meaning: Meaning, others: Vec<usize>) {
        for other in others.into_iter().take(MOST_COMPARED) {
            let headed = self.rank(other, meaning).is_some_and(headings::is_own);
            let apart = self.table.is_of_fields
                && self.is_certain(other, meaning)
                && !self.meet(best, other);
            if headed || apart {
                self.set(other, meaning);
                if let Some(column) = self.columns.get_mut(other) {
                    column.stands_in = true;
                }
            }
        }
    }

    /// Whether some of the cells are what the heading says.
    fn bears_out(&self, index: usize, meaning: Meaning) -> bool {
        let Some(profile) = self.profile(index) else { return false };
        let look = match meaning {
            Meaning::Link => Look::Link,
            Meaning::Role => Look::Role,
            Meaning::Status => Look::Status,
            Meaning::Uri => Look::Uri,
            _ => return true,
        };
        profile.count(look) > 0
    }

    /// Of several columns whose cells are certain, under headings that say nothing, the one that tells most: for links the one
    /// with the most main pages, for the others the one with the most different values.
    fn surest(&self, certain: &[usize], meaning: Meaning) -> Option<usize> {
        let tells = |at: usize| {
            self.profile(at).map(|profile| {
                let pages = if meaning == Meaning::Link { profile.main_pages } else { 0 };
                (pages, profile.different(), profile.filled)
            })
        };
        let best = certain.iter().copied().max_by_key(|at| (tells(*at), std::cmp::Reverse(*at)))?;
        Some(best)
    }

    /// Whether some row fills both columns with different values.
    fn meet(&self, one: usize, other: usize) -> bool {
        self.table.rows_from(0).any(|row| {
            let (one, other) = (row.cell(one), row.cell(other));
            !one.is_empty() && !other.is_empty() && !one.eq_ignore_ascii_case(other)
        })
    }

    /// The name: a heading says so, else the column of words that hardly repeat whose words stand in the addresses.
    fn claim_name(&mut self) {
        if self.has(Meaning::Name) {
            return;
        }
        let free: Vec<usize> = (0..self.columns.len()).filter(|at| self.is_free(*at)).collect();
        let mut headed: Vec<(usize, usize)> = free
            .iter()
            .filter(|at| self.profile(**at).is_some() && !self.is_contradicted(**at, Meaning::Name))
            .filter_map(|at| Some((self.rank(*at, Meaning::Name)?, *at)))
            .collect();
        let words = |at: &usize| {
            self.profile(*at).is_some_and(|profile| profile.names * 2 > profile.filled)
                && !headings::is_of_another(self.header(*at))
        };
        // A heading over numbers names something else where another column holds words.
        if free.iter().any(words) {
            headed.retain(|(_, at)| self.profile(*at).is_none_or(|p| !p.mostly(Look::Figure)));
        }
        // `User name` beside a column for the email is the name of the user, where nothing else is.
        if headed.is_empty() && self.has(Meaning::Email) {
            let words = |at: &&usize| {
                self.rank(**at, Meaning::Email).is_some()
                    && self.profile(**at).is_some_and(|profile| profile.names * 2 > profile.filled)
            };
            headed.extend(free.iter().find(words).map(|at| (0, *at)));
        }
        headed.sort_unstable();
        if let Some((_, best)) = headed.first().copied() {
            self.set(best, Meaning::Name);
            let others = headed.into_iter().skip(1).map(|(_, at)| at).collect();
            self.stand_in(best, Meaning::Name, others);
            return;
        }
        if self.has(Meaning::FirstName) || self.has(Meaning::LastName) {
            return;
        }
        let candidates: Vec<usize> = free.into_iter().filter(words).take(MOST_COMPARED).collect();
        // Names hardly repeat, and fill nearly all rows.
        let rows = self.table.len();
        let varies = |at: &usize| self.profile(*at).is_some_and(Profile::varies);
        let is_full = |at: &usize| self.profile(*at).is_some_and(|p| p.filled * 4 >= rows * 3);
        let fitness = |at: &usize| usize::from(varies(at)) + usize::from(varies(at) && is_full(at));
        // `Eva` stands in somebody's address by chance; in every fourth row it is no chance.
        let agrees = |at: &usize| {
            let filled = self.profile(*at).map_or(0, |profile| profile.filled);
            self.agrees_with_addresses(*at) * 4 > filled
        };
        let score = |at: &usize| (agrees(at), fitness(at), std::cmp::Reverse(*at));
        let Some(best) = candidates.iter().copied().max_by_key(score) else { return };
        let profile = self.profile(best);
        let has_heading = !self.header(best).is_empty();
        // Without a heading words are the name, as there is nothing else that they could be called. Under one that is not
        // known they must be borne out.
        let borne_out = !has_heading
            || agrees(&best)
            || candidates.iter().filter(|at| fitness(at) >= fitness(&best)).count() == 1
                && varies(&best)
                && profile.is_some_and(|p| p.single_words * 2 <= p.filled);
        if !borne_out {
            return;
        }
        // First and last name: two neighbours of single words that hardly repeat (a group would).
        let given = |at: usize| {
            self.profile(at).is_some_and(|p| p.filled >= 2 && p.single_words * 5 >= p.filled * 4)
        };
        let is_half = |at: usize| {
            given(at) && self.is_free(at) && self.profile(at).is_some_and(Profile::varies)
        };
        let neighbours = [Some(best), best.checked_sub(1)].into_iter().flatten();
        let pair = neighbours.map(|at| (at, at + 1)).find(|(one, two)| {
            given(*one) && given(*two) && is_half(if *one == best { *two } else { *one })
        });
        match pair {
            Some((one, two)) => {
                self.set(one, Meaning::FirstName);
                self.set(two, Meaning::LastName);
            }
            None => self.set(best, Meaning::Name),
        }
    }

    /// In how many rows a word of this column stands in the address: names do, departments do not.
    fn agrees_with_addresses(&self, index: usize) -> usize {
        let Some(email) = self.columns.iter().find(|column| column.meaning == Meaning::Email)
        else {
            return 0;
        };
        let email = email.index;
        self.table
            .rows_from(0)
            .take(200)
            .filter(|row| {
                let address = row.cell(email).to_lowercase();
                let local = address.split('@').next().unwrap_or_default();
                row.cell(index)
                    .split(|c: char| !c.is_alphanumeric())
                    .filter(|word| word.chars().count() >= 3)
                    .any(|word| local.contains(&word.to_lowercase()))
            })
            .count()
    }

    /// Groups, by their heading alone; several columns may be groups.
    fn claim_groups(&mut self) {
        for at in 0..self.columns.len() {
            if self.is_free(at) && self.rank(at, Meaning::Group).is_some() {
                self.set(at, Meaning::Group);
            }
        }
    }

    /// Points out what could matter and was not understood: a few words in most rows, while no column is the role or the status;
    /// yes and no below `Is admin`, from which no role follows for those who are something else.
    fn point_out(&mut self) {
        if self.has(Meaning::Role) && self.has(Meaning::Status) {
            return;
        }
        let rows = self.table.len();
        for at in 0..self.columns.len() {
            let few = |profile: &Profile<'_>| rows > 1 && profile.is_few_words(rows);
            let says_role = |profile: &Profile<'_>| {
                profile.all(Look::YesNo)
                    && !self.has(Meaning::Role)
                    && headings::role_of_yes(self.header(at)).is_some()
            };
            let could_matter = self.profile(at).is_some_and(|p| few(p) || says_role(p));
            let matters = could_matter && self.is_free(at);
            if let Some(column) = self.columns.get_mut(at).filter(|_| matters) {
                column.doubt = Some(Doubt::NotUnderstood);
            }
        }
    }
}

fn samples(profile: &Profile<'_>) -> Vec<String> {
    let short = |sample: &&str| match sample.char_indices().nth(LONGEST_SAMPLE) {
        Some((end, _)) => format!("{}…", sample.get(..end).unwrap_or_default()),
        None => (*sample).to_owned(),
    };
    profile.samples.iter().map(short).collect()
}
