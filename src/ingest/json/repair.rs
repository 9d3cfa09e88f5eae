//! What programs write that is no JSON, mended without moving anything: `NaN` and `Infinity` of Python, line breaks and other
//! control characters inside of strings.

/// Numbers that JSON does not have, and what stands for them in the same room.
const NUMBERS: [(&str, &str); 3] = [("-Infinity", "null     "), ("Infinity", "null    "), ("NaN", "0  ")];

/// The text with what can be mended, of the same length; `None` when there is nothing.
pub fn mend(text: &str) -> Option<String> {
    let mut out = text.as_bytes().to_vec();
    let (mut at, mut inside, mut mended) = (0, false, false);
    while let Some(&byte) = text.as_bytes().get(at) {
        match byte {
            b'"' => inside = !inside,
            b'\\' if inside => at += 1,
            0..0x20 if inside => {
                out[at] = b' ';
                mended = true;
            }
            b'N' | b'I' | b'-' if !inside => {
                if let Some((number, stands)) = NUMBERS.iter().find(|(number, _)| text[at..].starts_with(number)) {
                    out[at..at + number.len()].copy_from_slice(stands.as_bytes());
                    at += number.len() - 1;
                    mended = true;
                }
            }
            _ => {}
        }
        at += 1;
    }
    mended.then(|| String::from_utf8(out).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_what_is_wrong_is_mended() {
        let mended = r#"{"a": null    , "b": "NaN \" NaN", "c": [0  ,null     ]}"#;
        assert_eq!(mend(r#"{"a": Infinity, "b": "NaN \" NaN", "c": [NaN,-Infinity]}"#).as_deref(), Some(mended));
        assert_eq!(mend("{\"a\":\n\"b\nc\td\"}").as_deref(), Some("{\"a\":\n\"b c d\"}"));
        assert_eq!(mend(mended), None);
    }

    proptest! {
        #[test]
        fn nothing_moves(text in "[\"\\\\NaInfity\\-é\n,{]{0,40}") {
            if let Some(mended) = mend(&text) {
                prop_assert_eq!(mended.len(), text.len());
            }
        }
    }
}
