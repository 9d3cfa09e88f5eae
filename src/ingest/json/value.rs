//! Values of JSON as far as an article needs them, with a bound on how many are held.
//!
//! `serde_json` parses and bounds the depth (128). A number in its own tree takes ten times the room that it takes in a file, so
//! a file of numbers would not fit into memory: here what is more than [`MAX_VALUES`] in one record is read over.

use std::cell::Cell;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// Values that are kept of one record, all in all.
pub const MAX_VALUES: usize = 100_000;

/// A value. Members stand in their order; of two with one name both are kept.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Null, true or false: nothing that an article says.
    Nothing,
    /// Any number; larger whole ones than 2^53 lose their last figures.
    Number(f64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Value>),
    /// An object.
    Object(Members),
}

/// What an object holds.
pub type Members = Vec<(String, Value)>;

impl Value {
    /// The value under this very name.
    pub fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        members.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// The string that this is.
    pub fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The whole number that this is.
    pub fn index(&self) -> Option<usize> {
        match self {
            Self::Number(number) if *number >= 0.0 && number.fract() == 0.0 && *number < 1e15 => Some(*number as usize),
            _ => None,
        }
    }
}

/// A value as the parser gives it.
#[derive(Debug)]
pub struct Bounded {
    /// The value.
    pub value: Value,
    /// True when it held more than is kept.
    pub cut: bool,
}

impl<'de> Deserialize<'de> for Bounded {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let room = Room { left: Cell::new(MAX_VALUES), cut: Cell::new(false) };
        let value = Seed(&room).deserialize(deserializer)?;
        Ok(Self { value, cut: room.cut.get() })
    }
}

/// How many more values are kept.
struct Room {
    left: Cell<usize>,
    cut: Cell<bool>,
}

impl Room {
    fn take(&self) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        self.cut.set(self.cut.get() || left == 0);
        left > 0
    }
}

#[derive(Clone, Copy)]
struct Seed<'r>(&'r Room);

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while self.0.take() {
            match items.next_element_seed(self)? {
                Some(item) => list.push(item),
                None => return Ok(Value::List(list)),
            }
        }
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut members = Vec::new();
        while self.0.take() {
            match map.next_key()? {
                Some(name) => members.push((name, map.next_value_seed(self)?)),
                None => return Ok(Value::Object(members)),
            }
        }
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_much_is_read_over() {
        let many = format!("[{}]", vec!["[1,2]"; MAX_VALUES].join(","));
        let bounded: Bounded = serde_json::from_str(&many).unwrap();
        assert!(bounded.cut && matches!(bounded.value, Value::List(list) if list.len() < MAX_VALUES / 2));
        let bounded: Bounded = serde_json::from_str(r#"{"a": [1, "b", null], "a": {}}"#).unwrap();
        let list = Value::List(vec![Value::Number(1.0), Value::Text("b".into()), Value::Nothing]);
        assert_eq!(bounded.value, Value::Object(vec![("a".into(), list), ("a".into(), Value::Object(Vec::new()))]));
        assert!(!bounded.cut);
    }

    #[test]
    fn the_depth_is_bounded() {
        assert!(serde_json::from_str::<Bounded>(&"[".repeat(100_000)).is_err());
    }
}
