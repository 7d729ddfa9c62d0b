//! Follows the project and publishes its states.

use super::Generation;
use super::generation::MOST_TRIED;
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::human;
use crate::pipeline::{Changes, Extent, Options, Project, Refreshed};
use jiff::civil::Date;
use std::error::Error;
use std::sync::Arc;
use tokio::sync::watch;

/// What a preview shows at a moment. Immutable; the next moment has another one.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// The last site that was right; `None` if there was none yet.
    pub generation: Option<Arc<Generation>>,
    /// What is wrong with the files as they are now.
    pub problem: Option<Arc<Problem>>,
    /// Counts the changes of style sheets whose name stays the same.
    pub styles: u64,
    /// Counts the states.
    pub number: u64,
}

/// Why the files as they are give no site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// In a few words: `2 errors, 1 warning`.
    pub summary: String,
    /// As the terminal shows it, without colours.
    pub text: String,
    /// The page that could not be rendered, if that is what is wrong; relative to the site's root.
    pub page: Option<String>,
}

impl Problem {
    fn of(error: &(dyn Error + 'static), page: Option<String>) -> Self {
        let mut text = format!("error: {error}");
        let mut cause = error.source();
        while let Some(error) = cause {
            text.push_str(": ");
            text.push_str(&error.to_string());
            cause = error.source();
        }
        Self { summary: "1 error".to_owned(), text, page }
    }
}

/// What happens, for whoever sits at the terminal.
#[derive(Debug)]
pub enum Event<'a> {
    /// The preview can be asked for at this address.
    Listening(&'a str),
    /// There is a new site; how many documents were read for it, and what was found that is not wrong.
    Built {
        /// How many postmortems it has.
        postmortems: usize,
        /// How many documents were parsed.
        parsed: usize,
        /// Warnings and notes.
        diagnostics: &'a Diagnostics,
    },
    /// The content is wrong.
    Rejected(&'a Diagnostics),
    /// The theme is broken, or files cannot be read.
    Failed(&'a (dyn Error + 'static)),
}

/// Hears what happens, from any thread.
pub type Listener = Arc<dyn Fn(&Event<'_>) + Send + Sync>;

/// Follows a project.
pub struct Engine {
    project: Project,
    states: watch::Sender<Arc<State>>,
    listener: Listener,
    /// Whether pages may fail that were not tried yet.
    untried: bool,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("project", &self.project).finish_non_exhaustive()
    }
}

impl Engine {
    /// An engine that has read nothing yet.
    pub fn new(options: Options, today: Date, listener: Listener) -> Self {
        let (states, _) = watch::channel(Arc::default());
        Self { project: Project::new(options, today), states, listener, untried: false }
    }

    /// The states, as they come.
    pub fn states(&self) -> watch::Receiver<Arc<State>> {
        self.states.subscribe()
    }

    /// The state of the moment.
    pub fn state(&self) -> Arc<State> {
        Arc::clone(&self.states.borrow())
    }

    /// The settings, as last read.
    pub fn config(&self) -> &Arc<Config> {
        self.project.config()
    }

    pub(super) fn tell(&self, event: &Event<'_>) {
        (self.listener)(event);
    }

    /// Looks at what may have changed, and publishes what has become of it. `true` if something has.
    pub fn refresh(&mut self, changes: &Changes) -> bool {
        let old = self.state();
        let mut styles = old.styles;
        if let Changes::Paths(paths) = changes {
            let added = &self.config().html.additional_css;
            styles += u64::from(added.iter().any(|path| paths.contains(path.trim_start_matches("./"))));
        }
        let (generation, problem) = match self.project.refresh(changes) {
            Ok(refreshed) => self.take(refreshed, &old),
            Err(error) => (None, Some(self.failed(&old, &error, None))),
        };
        let state = State {
            generation: generation.or_else(|| old.generation.clone()),
            problem,
            styles,
            number: old.number + 1,
        };
        let same = match (&old.generation, &state.generation) {
            (Some(old), Some(new)) => Arc::ptr_eq(old, new),
            (None, None) => true,
            _ => false,
        };
        if same && old.problem == state.problem && old.styles == styles && old.number > 0 {
            return false;
        }
        self.states.send_replace(Arc::new(state));
        true
    }

    fn take(&mut self, refreshed: Refreshed, old: &State) -> (Option<Arc<Generation>>, Option<Arc<Problem>>) {
        let Refreshed { parts, diagnostics, extent, parsed, touched, remade } = refreshed;
        let Some(parts) = parts else {
            let problem = Arc::new(Problem {
                summary: human::count(&diagnostics),
                text: anstream::adapter::strip_str(&human::render(&diagnostics)).to_string(),
                page: None,
            });
            // Saving without a change says nothing new.
            if old.problem.as_ref() != Some(&problem) {
                self.tell(&Event::Rejected(&diagnostics));
            }
            return (None, Some(problem));
        };
        let generation = match (extent, &old.generation) {
            (Extent::Nothing, Some(_)) => return (None, old.problem.clone()),
            // What was there may be older than what the texts were put into.
            (Extent::Text, Some(generation)) if old.problem.is_none() => generation.with_texts(&parts),
            _ => Generation::new(&parts),
        };
        // A page that failed before is tried again first, wherever it is.
        let failed = old.problem.as_ref().and_then(|problem| problem.page.as_ref());
        let tried = failed.map_or(Ok(()), |path| generation.try_page(path));
        // What changed while something was wrong was not tried then.
        let kinds = remade || old.problem.is_some();
        if let Err((page, error)) = tried.and_then(|()| generation.try_out(&touched, kinds)) {
            return (None, Some(self.failed(old, &error, Some(page))));
        }
        self.untried |= remade || touched.len() > MOST_TRIED;
        let postmortems = generation.site().corpus().postmortems().len();
        self.tell(&Event::Built { postmortems, parsed, diagnostics: &diagnostics });
        (Some(Arc::new(generation)), None)
    }

    fn failed(&self, old: &State, error: &(dyn Error + 'static), page: Option<String>) -> Arc<Problem> {
        let problem = Arc::new(Problem::of(error, page));
        if old.problem.as_ref() != Some(&problem) {
            self.tell(&Event::Failed(error));
        }
        problem
    }

    /// Compares and indexes the site of the moment, on one thread, so that edits go on beside it.
    pub(super) fn prepare_aside(&self) {
        let Some(generation) = self.state().generation.clone().filter(|generation| !generation.is_indexed())
        else {
            return;
        };
        let states = self.states.clone();
        aside(move || {
            generation.site().compare();
            let _held = generation.indexing.blocking_lock();
            if is_current(&states, &generation) {
                // A search that fails here fails again for whoever asks, and is told then.
                let _ = generation.make_index();
            }
        });
    }

    /// Renders every page of the site of the moment, on one thread, and publishes the first failure;
    /// unless nothing has changed that could make pages fail which nobody has looked at.
    pub(super) fn try_all_aside(&mut self) {
        if !std::mem::take(&mut self.untried) {
            return;
        }
        let Some(generation) = self.state().generation.clone() else { return };
        let (states, listener) = (self.states.clone(), Arc::clone(&self.listener));
        aside(move || {
            let tried = generation.try_all(|| is_current(&states, &generation));
            let Err((page, error)) = tried else { return };
            let problem = Arc::new(Problem::of(&error, Some(page)));
            states.send_if_modified(|state| {
                let current = state.generation.as_ref().is_some_and(|now| Arc::ptr_eq(now, &generation));
                if !current || state.problem.is_some() {
                    return false;
                }
                listener(&Event::Failed(&error));
                *state = Arc::new(State {
                    problem: Some(problem),
                    number: state.number + 1,
                    ..State::clone(state)
                });
                true
            });
        });
    }
}

fn is_current(states: &watch::Sender<Arc<State>>, generation: &Arc<Generation>) -> bool {
    states.borrow().generation.as_ref().is_some_and(|now| Arc::ptr_eq(now, generation))
}

/// Does work on a thread of its own; what it does in parallel stays on that thread as well.
fn aside(work: impl FnOnce() + Send + 'static) {
    let _ = std::thread::Builder::new().name("aside".to_owned()).spawn(move || {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).start_handler(|_| {
            // Whoever saves or reads goes first. Where that cannot be said, both share.
            let _ = rustix::process::setpriority_process(Some(rustix::thread::gettid()), 10);
        });
        match pool.build() {
            Ok(pool) => pool.install(work),
            Err(_) => work(),
        }
    });
}
