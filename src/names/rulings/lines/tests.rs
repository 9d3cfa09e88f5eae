//! What lines say, and what becomes of a text of them.

use super::*;
use proptest::prelude::*;

/// The rulings of a text with `·` for tabs, and what is wrong with it.
fn read(text: &str) -> (Vec<String>, Vec<String>) {
    let parsed = parse(text.replace('·', "\t").as_bytes());
    let faults = parsed.faults.iter().map(|fault| format!("{} {}", fault.line, fault.message)).collect();
    (parsed.rules.list().iter().map(|ruling| line(ruling).replace('\t', "·")).collect(), faults)
}

#[test]
fn a_line_says_one_thing_and_reads_as_it_was_written() {
    let lines = [
        "same·person·Bojo·person·Boris Johnson",
        "different·person·Poutine·person·Vladimir Poutine",
        "called·person·Kim Jong Un·Kim Jong-un",
        "kind·person·Wagner·organisation",
        "hidden·person·Suivre",
        "name·place·Vernilhac",
    ];
    let (rulings, faults) = read(&format!("\u{feff}# mine\r\n\n{}", lines.join("\r\n")));
    assert_eq!((rulings, faults), (lines.map(str::to_owned).to_vec(), Vec::new()));
    assert_eq!(read(HEAD), (Vec::new(), Vec::new()));
}

#[test]
fn what_makes_no_sense_is_told_with_its_line_and_the_rest_holds() {
    let text = "same·person·A B\nloves·x\nhidden·dog·Rex\ncalled·person·A B· \nhidden·person·C D\nname·person·!\n";
    let (rulings, faults) = read(text);
    assert_eq!(rulings, ["hidden·person·C D"]);
    let expected = [
        "1 behind it stand a kind and a name, and a kind and a name; the line is left out",
        "2 a line starts with same, different, called, kind, hidden or name, and a tab; the line is left out",
        "3 a kind is person, organisation or place; the line is left out",
        "4 behind “called” stand a kind, a name and the name to show; the line is left out",
        "6 “!” is no name; the line is left out",
    ];
    assert_eq!(faults, expected);
    assert_eq!(parse(b"hidden\tperson\tA\n\xff\n").faults[0].line, 2);
    assert_eq!(parse(b"hidden\tperson\tA\0").faults[0].line, 0);
}

#[test]
fn the_later_of_two_lines_that_contradict_each_other_is_left_out() {
    let check = |text: &str, held: usize, expected: &str| {
        let (rulings, faults) = read(text);
        assert_eq!((rulings.len(), faults.join("|").as_str()), (held, expected), "{text}");
    };
    let two = "different·person·A B·person·C D\n";
    check(
        &format!("{two}same·person·C D·person·A-B"),
        1,
        "2 “C D” and “A-B” are said to be two (line 1); the line is left out",
    );
    let one = "same·person·A B·person·C D\n";
    check(&format!("{one}{two}"), 1, "2 “A B” and “C D” are said to be one (line 1); the line is left out");
    check(
        &format!("{one}same·person·C D·person·E F\ndifferent·person·A B·person·E F"),
        2,
        "3 “A B” and “E F” are said to be one (line 1); the line is left out",
    );
    check(
        &format!("{one}same·person·C D·person·E F\nsame·person·E F·person·A B"),
        2,
        "3 “A B” leads to “E F” already: a circle (line 1); the line is left out",
    );
    check("same·person·É F·person·E F", 0, "1 “É F” and “E F” are the same name to begin with; the line is left out");
    check(
        "kind·person·Ab Cd·place\nkind·person·ab cd·organisation",
        1,
        "2 “ab cd” is said to be a place already (line 1); the line is left out",
    );
    // Said twice is no contradiction.
    check(&format!("{one}{one}{}{}", two.replace("C D", "G H"), two.replace("C D", "G H")), 4, "");
}

#[test]
fn lines_are_taken_out_and_added_and_nothing_else_changes() {
    let ruling = |name: &str| Ruling::Hidden(Subject::new(Kind::Person, name));
    let text = b"# mine\r\nhidden\tperson\tA B\t\r\n odd \r\nhidden\tperson\tC D";
    let after = edited(text, &[ruling("a-b")], &[ruling("E F"), ruling("C D"), ruling("E F")]);
    assert_eq!(after, b"# mine\r\n odd \r\nhidden\tperson\tC D\r\nhidden\tperson\tE F\r\n");
    assert_eq!(edited(b"", &[ruling("A B")], &[]), b"");
    assert!(
        fit(&ruling("A B")).is_ok() && fit(&Ruling::Called(Subject::new(Kind::Person, "A"), "b\tc".into())).is_err()
    );
}

fn ruling() -> impl Strategy<Value = Ruling> {
    let subject = (0..3usize, "[A-E]( [a-c]{1,3})?").prop_map(|(kind, name)| Subject::new(Kind::ALL[kind], &name));
    (0..6, subject.clone(), subject, "[A-Z][a-z]{0,3}", 0..3usize).prop_map(|(verb, a, b, name, kind)| match verb {
        0 => Ruling::Same(a, b),
        1 => Ruling::Different(a, b),
        2 => Ruling::Called(a, name),
        3 => Ruling::Is(a, Kind::ALL[kind]),
        4 => Ruling::Hidden(a),
        _ => Ruling::Name(a),
    })
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let parsed = parse(&bytes);
        prop_assert!(parsed.rules.list().len() <= parsed.rulings.len());
    }

    #[test]
    fn every_ruling_is_a_line_and_what_is_added_can_be_taken_out_again(
        before in "((#|hidden\tperson\t)?[a-e ]{0,4}\n){0,4}",
        held in prop::collection::vec(ruling(), 0..6),
        new in ruling(),
    ) {
        let text = edited(before.as_bytes(), &[], &held);
        let parsed = parse(&text);
        prop_assert!(held.iter().all(|ruling| parsed.rulings.iter().any(|other| other.says(ruling))));
        let with = edited(&text, &[], std::slice::from_ref(&new));
        if with != text {
            prop_assert_eq!(edited(&with, &[new], &[]), text);
        }
    }
}
