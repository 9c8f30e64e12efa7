//! All tests of the library as one program: a change of one file links once, not twenty times.
//! A file beside this one that is not named here would not run; `architecture::every_file_of_tests_is_run` looks.

mod architecture;
mod audit;
mod audit_properties;
mod calendly;
mod calendly_choices;
mod calendly_properties;
mod checks;
mod fetch_list;
mod growth;
mod hostile;
mod markdown;
mod page_html;
mod page_text;
mod population;
mod report;
mod roster;
mod roster_properties;
mod told_otherwise;
