//! `pmsite search` and `pmsite similar`.

use super::args::{Find, Format, Search, Similar};
use super::terminal::Terminal;
use super::text::plain;
use super::{Failure, Verdict};
use crate::analysis::{self, Analysis};
use crate::model::{Corpus, Postmortem};
use crate::pipeline::{self, AnswerData as Data, HitData, Loaded, Options, Timings};
use crate::search::query::{self, Note};
use crate::search::{Answer, SearchIndex};
use anstyle::{AnsiColor, Style};
use std::io::{Read, Write};
use std::path::Path;

/// The most bytes of a text that others are compared with.
const LARGEST_TEXT: u64 = 4 * 1024 * 1024;

pub(super) fn search(args: &Search, root: &Path, terminal: Terminal) -> Result<Verdict, Failure> {
    let text = args.query.join(" ");
    let query = query::parse(&text, false);
    if query.groups.is_empty() {
        return Err(format!("`{text}` holds no word to search for").into());
    }
    let Some((corpus, index)) = load(&args.find, root, terminal)? else { return Ok(Verdict::Rejected) };
    let answer = index.search(&query, args.find.limit)?;
    for note in &query.notes {
        terminal.say(format_args!("note: {}", told(note)));
    }
    print(&corpus, &index, &answer, &query.notes, &args.find, terminal)
}

pub(super) fn similar(args: &Similar, root: &Path, terminal: Terminal) -> Result<Verdict, Failure> {
    let name = args.file.as_deref().unwrap_or_else(|| Path::new("-"));
    let (text, cause) = if name == Path::new("-") {
        let mut text = Vec::new();
        (
            std::io::stdin().take(LARGEST_TEXT).read_to_end(&mut text).map(|_| text),
            "standard input".to_owned(),
        )
    } else {
        let read = std::fs::File::open(name).and_then(|file| {
            let mut text = Vec::new();
            file.take(LARGEST_TEXT).read_to_end(&mut text).map(|_| text)
        });
        (read, name.display().to_string())
    };
    let text = text.map_err(|error| format!("cannot read {cause}: {error}"))?;
    let text = String::from_utf8_lossy(&text);
    let Some((corpus, index)) = load(&args.find, root, terminal)? else { return Ok(Verdict::Rejected) };
    // A postmortem is most like itself, which nobody asks for.
    let itself = std::fs::canonicalize(name).ok();
    let itself = corpus.postmortems().iter().position(|postmortem| {
        itself.is_some() && std::fs::canonicalize(root.join(&*postmortem.body.path)).ok() == itself
    });
    let mut answer = index.similar(&text, args.find.limit + 1)?;
    answer.found.hits.retain(|hit| Some(hit.document as usize) != itself);
    answer.found.hits.truncate(args.find.limit);
    answer.found.total -= usize::from(itself.is_some() && answer.found.total > 0);
    print(&corpus, &index, &answer, &[], &args.find, terminal)
}

/// Reads the project and indexes it in memory. `None` if the content is wrong.
fn load(args: &Find, root: &Path, terminal: Terminal) -> Result<Option<(Corpus, SearchIndex)>, Failure> {
    let options = Options {
        root: root.to_path_buf(),
        drafts: args.drafts,
        audience: args.audience,
        environment: super::environment(),
        ..Options::default()
    };
    let Loaded { config, corpus, diagnostics } = pipeline::load(&options, &mut Timings::default())
        .map_err(|error| super::build::explain(root, error))?;
    let Some(corpus) = corpus else {
        terminal.diagnostics(&diagnostics);
        return Ok(None);
    };
    let index = pipeline::search_index(&config, &corpus)?;
    Ok(Some((corpus, index)))
}

fn print(
    corpus: &Corpus,
    index: &SearchIndex,
    answer: &Answer,
    notes: &[Note],
    args: &Find,
    terminal: Terminal,
) -> Result<Verdict, Failure> {
    let analysis = Analysis::of(corpus);
    let data = Data::of(corpus, &analysis, index, answer, notes);
    let mut out = anstream::stdout().lock();
    match args.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &data)?;
            writeln!(out)?;
        }
        Format::Human => {
            for (at, hit) in data.hits.iter().enumerate() {
                if at > 0 {
                    writeln!(out)?;
                }
                let postmortem = &corpus.postmortems()[answer.found.hits[at].document as usize];
                person(&mut out, hit, postmortem, &analysis, answer.found.hits[at].document as usize)?;
            }
            drop(out);
            summary(&data, terminal);
        }
    }
    Ok(Verdict::Fine)
}

/// One hit for a person: title, facts, file, snippet.
fn person(
    out: &mut impl Write,
    hit: &HitData<'_>,
    postmortem: &Postmortem,
    analysis: &Analysis,
    at: usize,
) -> std::io::Result<()> {
    let title = Style::new().bold();
    let dim = Style::new().dimmed();
    let mark = AnsiColor::Yellow.on_default().bold();
    writeln!(out, "{title}{}{title:#}", plain(hit.title))?;
    let duration = analysis.metrics(at).duration.map(analysis::human);
    let severity = postmortem.severity.as_ref().map(|severity| severity.title().to_owned());
    let facts = [hit.date.clone(), severity, duration];
    let lists = [hit.services.join(", "), hit.root_causes.join(", ")];
    let facts: Vec<String> =
        facts.into_iter().flatten().chain(lists.into_iter().filter(|list| !list.is_empty())).collect();
    if !facts.is_empty() {
        writeln!(out, "  {}", plain(&facts.join(" · ")))?;
    }
    writeln!(out, "  {dim}{}{dim:#}", plain(hit.file))?;
    write!(out, "  ")?;
    for piece in &hit.snippet {
        if piece.mark {
            write!(out, "{mark}{}{mark:#}", plain(&piece.text))?;
        } else {
            write!(out, "{}", plain(&piece.text))?;
        }
    }
    writeln!(out)
}

fn summary(data: &Data<'_>, terminal: Terminal) {
    for (from, to) in data.corrected {
        terminal.say(format_args!("searched for `{to}` instead of `{from}`, which no postmortem has"));
    }
    for word in data.unknown {
        terminal.say(format_args!("no postmortem has `{word}`"));
    }
    match (data.total, data.hits.len()) {
        (0, _) => terminal.say("nothing was found"),
        (1, _) => terminal.say("1 postmortem was found"),
        (total, shown) if shown < total => {
            terminal.say(format_args!("{total} postmortems were found; these are the best {shown}"));
        }
        (total, _) => terminal.say(format_args!("{total} postmortems were found")),
    }
}

fn told(note: &Note) -> String {
    let text = &note.text;
    match note.code {
        query::NoteCode::TooLong => "the text is very long: only its beginning was searched".to_owned(),
        query::NoteCode::UnclosedQuote => format!("the quote before {text} has no end; searched as words"),
        query::NoteCode::LonelyOperator => format!("`{text}` stands alone and was left out"),
        query::NoteCode::MisplacedOr => "`OR` has to stand between two words, and was left out".to_owned(),
        query::NoteCode::EmptyFilter => format!("`{text}` has no value and was left out"),
        query::NoteCode::UnknownFilter => format!("`{text}` is no filter; searched as words"),
        query::NoteCode::BadYear => format!("`{text}` is no year of four digits; searched as words"),
        query::NoteCode::BadDate => {
            format!("`{text}` is no date such as 2024, 2024-05 or 2024-05-12; searched as words")
        }
        query::NoteCode::BadDuration => {
            format!("`{text}` is no duration such as 90m or >2h; searched as words")
        }
    }
}
