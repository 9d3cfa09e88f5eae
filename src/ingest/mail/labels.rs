//! What the parts of one file are called, each differently: the second `Re: La digue` is `Re: La digue (2)`.

use std::collections::{HashMap, HashSet};

/// The names given so far.
#[derive(Debug, Default)]
pub struct Labels {
    given: HashSet<String>,
    /// How often each was asked for.
    asked: HashMap<String, usize>,
}

impl Labels {
    /// `name`, or something like it when it was given before.
    pub fn give(&mut self, name: &str) -> String {
        let asked = self.asked.entry(name.to_owned()).or_default();
        loop {
            *asked += 1;
            let label = if *asked == 1 { name.to_owned() } else { format!("{name} ({asked})") };
            if self.given.insert(label.clone()) {
                return label;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_given_twice() {
        let mut labels = Labels::default();
        let given = ["a", "b", "a (2)", "a", "a"].map(|name| labels.give(name));
        assert_eq!(given, ["a", "b", "a (2)", "a (3)", "a (4)"]);
    }
}
