//! Partners that a write-up calls by their names.

use super::super::sentence::Sentence;

/// Whether a word comes before a partner's name.
#[rustfmt::skip]
fn is_noun(word: &str) -> bool {
    matches!(
        word,
        "partner" | "vendor" | "supplier" | "provider" | "carrier" | "bank" | "registrar" | "reseller" | "wholesaler"
        | "processor" | "hoster" | "proveedor" | "banco" | "socio" | "partenaire" | "fournisseur" | "prestataire"
        | "hébergeur" | "banque" | "fornecedor" | "parceiro" | "parceira"
    )
}

/// The shortest name: `He` and `On` are none.
const SHORTEST: usize = 4;

/// The names that stand behind a word for a partner somewhere: `our storage partner Fennwick`.
pub(super) fn names(sentences: &[Sentence]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for sentence in sentences {
        let mut words = sentence.text.split_whitespace().peekable();
        while let Some(word) = words.next() {
            // A noun with a mark behind it ends its clause.
            let Some(next) = words.peek().filter(|_| is_noun(word)) else { continue };
            let name = bare(next);
            let is_name = name.starts_with(char::is_uppercase)
                && name.chars().all(char::is_alphanumeric)
                && name.chars().count() >= SHORTEST;
            if is_name && !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
    }
    names
}

/// A text in which the partners of these names are called partners; nothing where it names none.
pub(super) fn called(text: &str, names: &[String]) -> Option<String> {
    if !names.iter().any(|name| text.contains(name.as_str())) {
        return None;
    }
    let words = text.split(' ').map(|word| {
        let name = bare(word);
        if names.iter().any(|known| known == name) {
            word.replacen(name, "partner", 1)
        } else {
            word.to_owned()
        }
    });
    Some(words.collect::<Vec<_>>().join(" "))
}

/// A word without marks around it and without what shows possession.
fn bare(word: &str) -> &str {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_for_its_partner() {
        let names = vec!["Fennwick".to_owned()];
        assert_eq!(
            called("10:20 Fennwick's desk rang, then Ada.", &names).as_deref(),
            Some("10:20 partner's desk rang, then Ada.")
        );
        assert_eq!(called("Ada rang.", &names), None);
    }
}
