//! The command that fetches the user list from Calendly's API, against a stand-in on loopback.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

use calendly_audit::calendly;
use calendly_audit::source::Source;

const TOKEN: &str = "invented-token";

/// Each request's path with its authorization.
type Asked = Arc<Mutex<Vec<(String, String)>>>;

/// Serves on a free port, and returns its address and what it was asked.
fn serve(answer: impl Fn(&str, &str) -> Option<String> + Send + 'static) -> (String, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let api = format!("http://{}", listener.local_addr().expect("an address"));
    let asked = Arc::new(Mutex::new(Vec::new()));
    let (seen, base) = (Arc::clone(&asked), api.clone());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let lines = BufReader::new(&stream).lines().map(|line| line.expect("a line"));
            let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
            let path = head[0].split(' ').nth(1).expect("a path").to_owned();
            let sent = head.iter().find(|line| line.to_lowercase().starts_with("authorization:"));
            seen.lock().expect("requests").push((path.clone(), sent.cloned().unwrap_or_default()));
            let (status, body) = match answer(&base, &path) {
                Some(body) => ("200 OK", body),
                None => ("500 Internal Server Error", String::new()),
            };
            let length = body.len();
            write!(
                stream,
                "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
            )
            .expect("an answer");
        }
    });
    (api, asked)
}

fn member(api: &str, name: &str) -> String {
    format!(
        r#"{{"role":"user","uri":"{api}/organization_memberships/{name}","user":{{"email":"{name}@example.com","name":"{name} Doe","scheduling_url":"https://calendly.com/{name}","uri":"{api}/users/{name}"}}}}"#
    )
}

fn page(api: &str, collection: &[String], next: Option<&str>) -> String {
    let next = next.map_or("null".to_owned(), |next| format!(r#""{api}{next}""#));
    let all = collection.join(",");
    format!(
        r#"{{"collection":[{all}],"pagination":{{"count":{},"next_page":{next},"next_page_token":"x","previous_page":null}}}}"#,
        collection.len()
    )
}

fn three_pages(api: &str, path: &str) -> String {
    let pages = "/organization_memberships?count=100\\u0026page_token=";
    match path {
        "/users/me" => format!(
            r#"{{"resource":{{"current_organization":"{api}/organizations/ORG","email":"a@example.com"}}}}"#
        ),
        _ if path.starts_with("/organizations/ORG/invitations?") => {
            let invitation = r#"{"email":"dan@example.com","status":"pending"}"#.to_owned();
            page(api, &[invitation], None)
        }
        _ if path.ends_with("page_token=2") => {
            page(api, &[member(api, "bob")], Some(&format!("{pages}3")))
        }
        _ if path.ends_with("page_token=3") => page(api, &[member(api, "cat")], None),
        _ => page(api, &[member(api, "ann")], Some(&format!("{pages}2"))),
    }
}

/// Runs the command in a folder of its own.
fn run(name: &str, api: &str) -> (Output, PathBuf) {
    let folder = std::env::temp_dir().join(format!("calendly-audit-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/fetch-calendly-users.sh");
    let output = Command::new("bash")
        .arg(script)
        .current_dir(&folder)
        .env("CALENDLY_API", api)
        .env("CALENDLY_TOKEN", TOKEN)
        .env("no_proxy", "127.0.0.1")
        .output()
        .expect("bash");
    (output, folder)
}

#[test]
fn every_page_is_fetched_and_read() {
    let (api, asked) = serve(|api, path| Some(three_pages(api, path)));
    let (output, folder) = run("pages", &api);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let file = std::fs::read(folder.join("calendly-users.json")).expect("the file");
    let list = calendly::read(&[Source::new("calendly-users.json", file)], &[]);
    let mut emails: Vec<_> = list.users.iter().map(calendly::User::written_email).collect();
    emails.sort_unstable();
    let expected = ["ann@example.com", "bob@example.com", "cat@example.com", "dan@example.com"];
    assert_eq!(emails, expected);
    let asked = asked.lock().expect("requests");
    assert_eq!(asked.len(), 5);
    for (path, authorization) in asked.iter() {
        assert!(authorization.ends_with(&format!("Bearer {TOKEN}")), "{authorization}");
        assert!(!path.contains(TOKEN), "{path}");
    }
}

#[test]
fn half_a_list_is_no_file() {
    let (api, _) =
        serve(|api, path| (!path.ends_with("page_token=3")).then(|| three_pages(api, path)));
    let (output, folder) = run("half", &api);
    assert!(!output.status.success());
    assert!(!folder.join("calendly-users.json").exists());
}

#[test]
fn the_token_goes_to_no_other_host() {
    let (api, asked) = serve(|api, path| {
        let answer = three_pages(api, path);
        Some(answer.replace(&format!("\"{api}/organization_memberships?"), "\"http://localhost/?"))
    });
    let (output, folder) = run("host", &api);
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("is not an address of"));
    assert!(!folder.join("calendly-users.json").exists());
    // The user and the first page, then nothing.
    assert_eq!(asked.lock().expect("requests").len(), 2);
}
