//! The preview: the site as a build would make it, served while it is written.
//!
//! [`Engine`] follows the project's files and gives a [`Generation`] for each state of them that is
//! right: immutable, shared, swapped in at once. [`http`] answers from the generation of the
//! moment, so that a request sees the old site or the new one; a page is rendered when somebody asks
//! for it. While files are wrong, the last generation that was right stays, and what is wrong is
//! told to the terminal and to every open tab.
//!
//! Nothing is written. Nothing but the site is served.

mod engine;
mod generation;
pub mod http;
mod watch;

pub use engine::{Engine, Event, Listener, Problem, State};
pub use generation::{Failure, Generation, Page};

use crate::pipeline;
use std::net::IpAddr;
use std::path::PathBuf;

/// How to serve.
#[derive(Debug, Clone)]
pub struct Options {
    /// What to build.
    pub project: pipeline::Options,
    /// The address to listen at.
    pub host: IpAddr,
    /// The port; 0 for any that is free.
    pub port: u16,
    /// Names besides the address under which the preview may be asked for.
    pub allowed_hosts: Vec<String>,
    /// Where the site lies below the host: `/`, or `/kb/`.
    pub base_path: String,
    /// Whether to follow the files, and how.
    pub watch: Option<Watch>,
}

/// How to learn of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watch {
    /// The system tells.
    Events,
    /// By looking again and again, for file systems that tell nothing.
    Poll,
}

/// The preview could not start or go on.
#[derive(Debug)]
pub enum ServeError {
    /// The port is taken; one that is free, if there is one nearby.
    Taken {
        /// The address.
        host: IpAddr,
        /// The port that was asked for.
        port: u16,
        /// The next one that is free.
        free: Option<u16>,
    },
    /// The network refused otherwise.
    Network {
        /// What was being done.
        action: &'static str,
        /// The system's reason.
        cause: std::io::Error,
    },
    /// The system does not tell of changes.
    Watch {
        /// The folder that could not be watched.
        path: PathBuf,
        /// The system's reason.
        cause: notify::Error,
    },
}

impl std::fmt::Display for ServeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Taken { host, port, free } => {
                write!(f, "port {port} of {host} is taken")?;
                match free {
                    Some(free) => write!(f, "; {free} is free: `--port {free}`"),
                    None => write!(f, "; name another one with `--port`, or take any with `--port 0`"),
                }
            }
            Self::Network { action, .. } => write!(f, "could not {action}"),
            Self::Watch { path, .. } => {
                write!(f, "could not watch `{}`; `--poll` does without the system's help", path.display())
            }
        }
    }
}

impl std::error::Error for ServeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Taken { .. } => None,
            Self::Network { cause, .. } => Some(cause),
            Self::Watch { cause, .. } => Some(cause),
        }
    }
}

/// Serves until the process is told to stop. `engine` has read the project already.
pub fn run(options: &Options, engine: Engine) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(16)
        .build()
        .map_err(|cause| ServeError::Network { action: "start the server", cause })?;
    let result = runtime.block_on(async {
        let listener = http::listen(options.host, options.port).await?;
        let server = http::Server::new(options, &listener, engine.states())?;
        engine.tell(&Event::Listening(server.url()));
        if let Some(how) = options.watch {
            watch::start(how, &options.project.root, engine)?;
        }
        let end = async {
            // Without a handler there is no way to be told, and the system's default ends us.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            served = http::serve(listener, server) => served,
            () = end => Ok(()),
        }
    });
    // Open streams and half-sent files are not waited for.
    runtime.shutdown_background();
    result
}
