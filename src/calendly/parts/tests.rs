//! What a block of lines looks like.

use super::*;

#[test]
fn a_block_is_judged_by_its_lines() {
    let rows = |format, several| Block::Rows { format, several };
    let emails = |several| Block::Emails { several };
    for (text, expected) in [
        ("Name\nEmail\nActive (2)", Block::Chrome),
        ("# Admin", Block::Chrome),
        ("a@example.com", emails(false)),
        ("a@example.com\nb@example.com", emails(true)),
        ("# Admin\na@example.com\nActive (2)\nb@example.com", emails(true)),
        // Two addresses, or an address and nothing, are no row.
        ("a@example.com,b@example.com\nc@example.com", emails(true)),
        ("a@example.com,\nb@example.com,", emails(true)),
        ("Jane Doe,a@example.com", rows(Format::Comma, false)),
        ("Jane Doe\ta@example.com\nMax Roe\tb@example.com", rows(Format::Tab, true)),
        ("Jane Doe;a@example.com;Admin\nMax Roe;b@example.com;User", rows(Format::Semicolon, true)),
        // Four of five lines with an address, and one line without for every five of them.
        (
            "Ann,a@example.com\nBob,b@example.com\nCyd,c@example.com\nDan,d@example.com\n<e@example.com> is Eve",
            rows(Format::Comma, true),
        ),
        (
            "Ann,a@example.com\nBob,b@example.com\nCyd,c@example.com\n<d@example.com> is Dan",
            Block::Other,
        ),
        (
            "Ann,a@example.com\nBob,b@example.com\nCyd,c@example.com\nDan,d@example.com\nEve,e@example.com\nFay Fox",
            rows(Format::Comma, true),
        ),
        (
            "Ann,a@example.com\nBob,b@example.com\nCyd,c@example.com\nDan,d@example.com\nEve Fox",
            Block::Other,
        ),
        ("Jane Doe\nMax Roe", Block::Names),
        ("Active (2)\nJane Doe", Block::Names),
        ("Jane Doe\nMax Roe\nAdmin", Block::Names),
        ("Jane Doe\nMax Roe\n@home", Block::Names),
        ("Jane Doe\nAdmin", Block::Other),
        ("Admin\nPending", Block::Other),
        ("Jane Doe\na@example.com", Block::Other),
        ("Admin\na@example.com", Block::Other),
    ] {
        let block: Vec<_> = lines(text).collect();
        assert_eq!(judge(&block), expected, "{text}");
    }
}
