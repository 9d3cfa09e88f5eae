//! Many things at once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier};

use super::*;
use crate::fetch::{Polite, Progress};

const NO_GAP: Polite = Polite { threads: 8, per_host: 2, gap: Duration::ZERO, patience: Duration::from_secs(5) };

/// What came of each, in the order in which they were asked for. Checks that each is told once, and counted.
fn run(asks: &[Ask]) -> Vec<Result<Fetched, Failure>> {
    let client = Client::new(patient()).unwrap();
    let mut all: Vec<Option<_>> = (0..asks.len()).map(|_| None).collect();
    let mut told = 0;
    let on_done = |progress: Progress| {
        told += 1;
        assert_eq!(
            (progress.done, progress.total, progress.host.as_str()),
            (told, asks.len(), asks[progress.at].address.host())
        );
        assert!(all[progress.at].replace(progress.result).is_none(), "told twice");
    };
    NO_GAP.run(&client, asks, &AtomicBool::new(false), on_done).unwrap();
    all.into_iter().map(|result| result.expect("told")).collect()
}

#[test]
fn one_that_fails_does_not_stop_the_others() {
    let server = Server::start(|request, talk| match request.target.as_str() {
        "/3" => {}
        path => talk.answer(200, &[], format!("<rss>{path}</rss>")),
    });
    let asks: Vec<Ask> = (0..5).map(|at| feed(&server.at(&format!("/{at}")))).collect();
    for (at, result) in run(&asks).into_iter().enumerate() {
        match at {
            3 => assert_eq!(trouble(result), Trouble::Closed),
            _ => assert_eq!(content(result).bytes, format!("<rss>/{at}</rss>").into_bytes()),
        }
    }
    assert!(run(&[]).is_empty());
}

#[test]
fn a_server_is_asked_for_two_things_at_once() {
    let pair = Barrier::new(2);
    let server = Server::start(move |_, talk| {
        // Whoever comes waits for a second one: they are there at once, two by two.
        pair.wait();
        talk.answer(200, &[], FEED);
    });
    let asks: Vec<Ask> = (0..8).map(|at| feed(&server.at(&format!("/{at}")))).collect();
    assert!(run(&asks).into_iter().all(|result| result.is_ok()));
    assert_eq!(server.most_at_once(), 2);
}

#[test]
fn a_server_that_wants_to_be_left_alone_is() {
    for (status, spared) in [("429", true), ("503", true), ("500", false)] {
        let server = Server::start(move |_, talk| talk.answer(status.parse().unwrap(), &[("Retry-After", "120")], ""));
        let other = Server::always(200, &[], FEED);
        let mut asks: Vec<Ask> = (0..6).map(|at| feed(&server.at(&format!("/{at}")))).collect();
        asks.push(feed(&other.at("/").replace("127.0.0.1", "localhost")));
        let mut results = run(&asks);
        content(results.pop().unwrap());
        // Two at most had started when the first answer came.
        let asked = server.requests().len();
        assert!(if spared { (1..=2).contains(&asked) } else { asked == 6 }, "{status}: {asked}");
        let failures: Vec<Failure> = results.into_iter().map(Result::unwrap_err).collect();
        assert_eq!(failures.iter().filter(|one| matches!(one.trouble, Trouble::Spared { .. })).count(), 6 - asked);
        let sentence = "left out, for 127.0.0.1 wants to be left alone; try again in 2 minutes";
        assert_eq!(failures[5].to_string() == format!("{}: {sentence}", server.at("/5")), spared);
    }
}

#[test]
fn it_stops_when_it_is_told() {
    let stop = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&stop);
    let server = Server::start(move |request, talk| {
        if request.target == "/0" {
            return talk.answer(200, &[], FEED);
        }
        // The second is asked for, and never answered.
        told.store(true, Ordering::SeqCst);
        talk.until_gone();
    });
    let asks: Vec<Ask> = (0..9).map(|at| feed(&server.at(&format!("/{at}")))).collect();
    let (client, mut stopped) = (Client::new(patient()).unwrap(), 0);
    let one = Polite { per_host: 1, ..NO_GAP };
    let on_done = |progress: Progress| match progress.result {
        Ok(_) => assert_eq!(progress.at, 0),
        Err(failure) => {
            assert_eq!(failure.trouble, Trouble::Stopped);
            stopped += 1;
        }
    };
    one.run(&client, &asks, &stop, on_done).unwrap();
    assert_eq!(stopped, 8);
    // The client itself can go on.
    content(client.get(&feed(&server.at("/0"))));
}
