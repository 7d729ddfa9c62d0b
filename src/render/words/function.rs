//! What templates call: the function `word`, and the filters `number`, `percent` and `inside`.

use super::{Text, Words};
use crate::diagnostic::nearest;
use std::sync::Arc;
use tera::{Error, Kwargs, State, TeraResult, Value};

/// The function `word(key="home.latest", n=3, …)`: a text as markup. `n` decides its form; numbers are
/// written in the language's form, and all values are escaped, unless they are markup.
pub(in crate::render) fn word(
    words: Arc<Words>,
) -> impl Fn(Kwargs, &State) -> TeraResult<Value> + Send + Sync + 'static {
    move |arguments, state| {
        let key = arguments.must_get::<&str>("key")?;
        let Some(text) = words.texts.get(key) else {
            let near = nearest(key, words.texts.keys().map(String::as_str));
            let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            return Err(Error::message(format!("the theme's words have no `{key}`{near}")));
        };
        // A script that puts in the number itself asks for both forms.
        let is_one = arguments.get::<&str>("form")? == Some("one");
        let n = arguments.get::<&Value>("n")?.and_then(Value::as_u64);
        let n = n.and_then(|n| usize::try_from(n).ok());
        let phrase = text.form(is_one || n.is_some_and(|n| words.format.is_one(n)));
        let mut out = String::with_capacity(48);
        phrase.fill_markup(
            |slot, out| match arguments.get::<&Value>(slot)? {
                Some(value) => push(&words, value, state, out),
                None => Err(Error::message(format!("`{key}` says something of `{slot}`: give `{slot}=…`"))),
            },
            &mut out,
        )?;
        Ok(Value::safe_string(&out))
    }
}

impl Words {
    /// A template with its plain texts in place, as far as they are asked for in the usual form. A page
    /// holds dozens of them, and asking for each on every page would be a part of a build that one sees.
    pub(in crate::render) fn put_into(&self, template: &str) -> String {
        const ASK: &str = "{{ word(key=\"";
        let mut pieces = template.split(ASK);
        let mut out = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let said = piece.split_once("\") }}").and_then(|(key, rest)| Some((self.markup(key)?, rest)));
            let (before, rest) = said.as_ref().map_or((ASK, piece), |(said, rest)| (said.as_str(), *rest));
            out.push_str(before);
            out.push_str(rest);
        }
        out
    }

    /// A text without slots, as markup.
    fn markup(&self, key: &str) -> Option<String> {
        let Some(Text::Plain(phrase)) = self.texts.get(key) else { return None };
        let mut out = String::new();
        phrase.fill_markup(|_, _| Err(()), &mut out).ok().map(|()| out)
    }
}

fn push(words: &Words, value: &Value, state: &State, out: &mut String) -> TeraResult<()> {
    if let Some(number) = whole(value) {
        out.push_str(&words.number(number));
    } else if let Some(text) = value.as_str() {
        if value.is_safe() {
            out.push_str(text);
        } else {
            out.push_str(&state.escape(text)?);
        }
    } else {
        out.push_str(&state.escape(&value.to_string())?);
    }
    Ok(())
}

fn whole(value: &Value) -> Option<u64> {
    if value.is_number() { value.as_u64() } else { None }
}

/// The filter `number`: a whole number in the language's form.
pub(in crate::render) fn number(
    words: Arc<Words>,
) -> impl Fn(u64, Kwargs, &State) -> TeraResult<String> + Send + Sync + 'static {
    move |number, _, _| Ok(words.number(number))
}

/// The filter `percent`: whole percent in the language's form.
pub(in crate::render) fn percent(
    words: Arc<Words>,
) -> impl Fn(u64, Kwargs, &State) -> TeraResult<String> + Send + Sync + 'static {
    move |percent, _, _| Ok(words.percent(usize::try_from(percent).unwrap_or(usize::MAX)))
}

/// The filter `inside`: a title as it stands inside a sentence.
pub(in crate::render) fn inside(
    words: Arc<Words>,
) -> impl Fn(&str, Kwargs, &State) -> TeraResult<String> + Send + Sync + 'static {
    move |title: &str, _: Kwargs, _: &State| Ok(words.inside(title))
}
