//! One user of the Calendly organisation, with role and status as the list words them.
//!
//! Facts: Calendly's help centre for the roles (Owner, Admin, Group admin, Team manager, User; elsewhere
//! Member), its `OpenAPI` description for the API's spellings. A role that is not known is kept as written.

use serde::{Deserialize, Serialize};

use super::vocabulary::address::owed;
use crate::identity::Email;
use crate::source::Place;

/// A user's role in the Calendly organisation.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Role {
    /// Exactly one in an organisation.
    Owner,
    /// `Admin`.
    Admin,
    /// `Group admin`.
    GroupAdmin,
    /// `Team manager`.
    TeamManager,
    /// `User` or `Member`.
    User,
    /// A role that this tool does not know, as written.
    Other(String),
    /// The list does not state it.
    #[default]
    NotStated,
}

impl Role {
    /// The role that a word names, if it names one for certain.
    ///
    /// ```
    /// use calendly_audit::calendly::Role;
    /// assert_eq!(Role::known("group_admin"), Some(Role::GroupAdmin));
    /// assert_eq!(Role::known("Owner Smith"), None);
    /// ```
    pub fn known(text: &str) -> Option<Self> {
        Self::of_key(&word_key(text)?)
    }

    /// The same for a word that is a [`word_key`] already. English, and the languages that Calendly's application speaks.
    pub(super) fn of_key(key: &str) -> Option<Self> {
        Some(match key {
            "owner" | "organizationowner" | "orgowner" | "accountowner" | "inhaber"
            | "inhaberin" | "eigentümer" | "eigentümerin" | "besitzer" | "propriétaire"
            | "propietario" | "propietaria" | "proprietário" | "proprietária" | "proprietario"
            | "eigenaar" => Self::Owner,
            "admin" | "administrator" | "organizationadmin" | "orgadmin" | "administratorin"
            | "administrateur" | "administratrice" | "administrador" | "administradora"
            | "amministratore" | "beheerder" => Self::Admin,
            "groupadmin"
            | "gruppenadmin"
            | "gruppenadministrator"
            | "administrateurdegroupe"
            | "administradordegrupo" => Self::GroupAdmin,
            "teammanager"
            | "teammanagerin"
            | "teamleiter"
            | "teamleiterin"
            | "responsabledéquipe"
            | "gestordeequipe"
            | "gerentedeequipo" => Self::TeamManager,
            "user" | "member" | "benutzer" | "benutzerin" | "nutzer" | "nutzerin" | "mitglied"
            | "utilisateur" | "utilisatrice" | "membre" | "usuario" | "usuaria" | "miembro"
            | "usuário" | "usuária" | "membro" | "utente" | "gebruiker" | "lid" => Self::User,
            _ => return None,
        })
    }

    /// The role that a role column or key states; an unknown one as written, a blank one not stated.
    pub fn stated(text: &str) -> Self {
        let text = text.trim();
        // An address is never a role.
        if matches!(text, "" | "-" | "–" | "—") || text.contains('@') {
            return Self::NotStated;
        }
        Self::known(text).unwrap_or_else(|| Self::Other(text.to_owned()))
    }

    /// How much it tells, where two parts of a list disagree: the more powerful role, then an unknown
    /// one, then `User`.
    pub(super) fn weight(&self) -> u8 {
        match self {
            Self::Owner => 6,
            Self::Admin => 5,
            Self::GroupAdmin => 4,
            Self::TeamManager => 3,
            Self::Other(_) => 2,
            Self::User => 1,
            Self::NotStated => 0,
        }
    }

    /// The role in words for people; empty where not stated.
    pub fn words(&self) -> &str {
        match self {
            Self::Owner => "Owner",
            Self::Admin => "Admin",
            Self::GroupAdmin => "Group admin",
            Self::TeamManager => "Team manager",
            Self::User => "User",
            Self::Other(written) => written,
            Self::NotStated => "",
        }
    }
}

/// Whether a user has accepted and is active.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Status {
    /// Active.
    Active,
    /// Invited, not yet accepted.
    Pending,
    /// Inactive, deactivated or similar, as written.
    Inactive(String),
    /// A word that this tool does not know, as written: it is shown, and nothing follows from it.
    Other(String),
    /// The list does not state it.
    #[default]
    NotStated,
}

impl Status {
    /// The status that a word names, if it names one for certain.
    ///
    /// ```
    /// use calendly_audit::calendly::Status;
    /// assert_eq!(Status::known("Invitation sent"), Some(Status::Pending));
    /// assert_eq!(Status::known("Deactivated"), Some(Status::Inactive("Deactivated".to_owned())));
    /// assert_eq!(Status::known("on leave"), None);
    /// ```
    pub fn known(text: &str) -> Option<Self> {
        Self::of_key(&word_key(text)?, text.trim())
    }

    /// The same for a word that is a [`word_key`] already, which is `written` so. English, and the languages that Calendly's
    /// application speaks.
    pub(super) fn of_key(key: &str, written: &str) -> Option<Self> {
        Some(match key {
            "active" | "activated" | "enabled" | "confirmed" | "joined" | "accepted" | "aktiv"
            | "aktiviert" | "actif" | "activo" | "activa" | "ativo" | "ativa" | "attivo"
            | "actief" => Self::Active,
            "pending"
            | "invited"
            | "invitesent"
            | "invitationsent"
            | "pendinginvite"
            | "pendinginvitation"
            | "invitepending"
            | "invitationpending"
            | "ausstehend"
            | "eingeladen"
            | "einladungausstehend"
            | "einladunggesendet"
            | "enattente"
            | "invité"
            | "invitée"
            | "pendiente"
            | "invitado"
            | "invitada"
            | "pendente"
            | "convidado"
            | "convidada"
            | "inattesa"
            | "uitgenodigd" => Self::Pending,
            "inactive" | "deactivated" | "disabled" | "suspended" | "deleted" | "removed"
            | "declined" | "expired" | "revoked" | "notactive" | "notactivated" | "archived"
            | "locked" | "blocked" | "inaktiv" | "deaktiviert" | "gesperrt" | "gelöscht"
            | "inactif" | "désactivé" | "désactivée" | "inactivo" | "inactiva" | "desactivado"
            | "desactivada" | "inativo" | "inativa" | "desativado" | "desativada" | "inattivo"
            | "inactief" => Self::Inactive(written.to_owned()),
            _ => return None,
        })
    }

    /// How much it tells, where two parts of a list disagree: who is inactive anywhere needs a look; who
    /// is active somewhere has accepted.
    pub(super) fn weight(&self) -> u8 {
        match self {
            Self::Inactive(_) => 4,
            Self::Active => 3,
            Self::Pending => 2,
            Self::Other(_) => 1,
            Self::NotStated => 0,
        }
    }

    /// The status in words for people; empty where not stated.
    pub fn words(&self) -> &str {
        match self {
            Self::Active => "Active",
            Self::Pending => "Pending",
            Self::Inactive(written) | Self::Other(written) => written,
            Self::NotStated => "",
        }
    }
}

/// What yes and no are written as in an export; a date says yes. `None` where blank or unclear.
pub(super) fn yes_or_no(text: &str) -> Option<bool> {
    let key = word_key(text)?;
    match key.as_str() {
        "" => matches!(text.trim(), "✓" | "✔" | "✅").then_some(true),
        "yes" | "y" | "true" | "t" | "1" | "x" | "ja" | "oui" | "sí" | "si" | "sim" | "wahr"
        | "vrai" => Some(true),
        "no" | "n" | "false" | "f" | "0" | "never" | "none" | "na" | "nein" | "non" | "não"
        | "falsch" | "faux" => Some(false),
        // A date or a time: it happened.
        _ => {
            (key.len() >= 6 && key.bytes().filter(u8::is_ascii_digit).count() >= 4).then_some(true)
        }
    }
}

/// A word without case, blanks and marks; `None` where it is too long to be one.
pub(super) fn word_key(text: &str) -> Option<String> {
    let text = text.trim();
    (text.len() <= 40).then(|| {
        if text.is_ascii() {
            let mut key = String::with_capacity(text.len());
            let letters = text.bytes().filter(u8::is_ascii_alphanumeric);
            key.extend(letters.map(|b| char::from(b.to_ascii_lowercase())));
            return key;
        }
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    })
}

/// One user of the Calendly organisation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct User {
    /// The name as written; empty where the list has none.
    pub name: String,
    /// The login email; `None` in a list of names, and where a row has a link but no address.
    pub email: Option<Email>,
    /// Role.
    pub role: Role,
    /// Status.
    pub status: Status,
    /// The scheduling link as written; empty where the list does not state it.
    pub link: String,
    /// Calendly's own identifier (`https://api.calendly.com/users/…`); empty where unknown.
    pub uri: String,
    /// Groups or teams, where the list states them.
    pub groups: Vec<String>,
    /// What else the list said of this user: column or key, and value.
    pub more: Vec<(String, String)>,
    /// Every place this user was read from, first one first.
    pub places: Vec<Place>,
}

impl User {
    /// The email as written; empty where the list states none.
    pub fn written_email(&self) -> &str {
        self.email.as_ref().map_or("", Email::written)
    }

    /// Returns an address that stands in the name, the link, the role or the status and is not the user's own: most
    /// likely that of somebody whose line ran into this one.
    pub fn stray_address(&self) -> Option<&str> {
        let own = |address: &str| address.eq_ignore_ascii_case(self.written_email());
        let cells = [self.name.as_str(), &self.link, self.role.words(), self.status.words()];
        cells
            .into_iter()
            .find_map(|cell| owed(cell).map(|(_, address)| address).find(|address| !own(address)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_roles_are_known_or_kept() {
        for (text, role) in [
            ("owner", Role::Owner),
            ("Admin", Role::Admin),
            (" Group admin ", Role::GroupAdmin),
            ("team_manager", Role::TeamManager),
            ("MEMBER", Role::User),
            ("user", Role::User),
            ("Billing contact", Role::Other("Billing contact".to_owned())),
            ("", Role::NotStated),
            ("—", Role::NotStated),
        ] {
            assert_eq!(Role::stated(text), role, "{text:?}");
        }
    }

    #[test]
    fn yes_and_no_and_dates() {
        for (text, expected) in [
            ("Yes", Some(true)),
            ("TRUE", Some(true)),
            ("1", Some(true)),
            ("✓", Some(true)),
            ("2024-05-01", Some(true)),
            ("May 1, 2024", Some(true)),
            ("no", Some(false)),
            ("0", Some(false)),
            ("", None),
            ("maybe", None),
        ] {
            assert_eq!(yes_or_no(text), expected, "{text:?}");
        }
    }
}
