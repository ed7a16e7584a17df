//! A PostgreSQL server of our own for the tests: on loopback, on a free port, thrown away afterwards.
//!
//! The server refuses to run as root, so root starts it as the user `postgres` that Debian's package
//! makes. It runs under `setpriv --pdeathsig`, which stops it when this process dies without a word.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::debian::Missing;
use crate::environment::is_root;
use crate::steps::{output, succeed};

const USER: &str = "postgres";
/// The data folder's name, before the id of the process that made it.
const FOLDER: &str = "mamori-postgres-";
const START: Duration = Duration::from_mins(1);
const STOP: Duration = Duration::from_secs(20);

/// What to install, if PostgreSQL is not here.
pub(crate) fn missing() -> Option<Missing> {
    let found = binaries().is_some() && (!is_root() || user_id("-u").is_ok());
    (!found).then_some(Missing { what: "PostgreSQL", packages: &["postgresql"], part: "postgres" })
}

/// A running server; dropping it stops the server and removes its data.
pub(crate) struct Postgres {
    server: Child,
    data: PathBuf,
    port: u16,
    version: String,
}

impl Postgres {
    /// Makes a new data folder and starts a server on it.
    pub(crate) fn start(target: &Path) -> Result<Self> {
        let binaries = binaries().context("no PostgreSQL under /usr/lib/postgresql")?;
        remove_leftovers(target);
        let account = Account::of_this_run()?;
        let data = account.data_folder(target)?;
        let version = output(Command::new(binaries.join("postgres")).arg("--version"))?;
        let initialised = succeed(
            account
                .command(&binaries.join("initdb"), &data)
                .args(["--username", USER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"])
                .args(["--no-sync", "--pgdata", "."])
                .stdout(Stdio::null()),
        );
        let started = initialised.and_then(|()| {
            let port = free_port()?;
            let log = fs::File::create(data.join("server.log"))?;
            let mut command = account.command(&binaries.join("postgres"), &data);
            command.args(["-D", ".", "-p", &port.to_string()]).args(settings());
            let server = command.stdout(log.try_clone()?).stderr(log).spawn()?;
            Ok((server, port))
        });
        let (server, port) = match started {
            Ok(started) => started,
            Err(error) => {
                fs::remove_dir_all(&data)?;
                return Err(error);
            }
        };
        let mut postgres = Self { server, data, port, version };
        postgres.wait_until_ready(&binaries)?;
        Ok(postgres)
    }

    /// The address for `TEST_PG`; the account may create and drop databases.
    pub(crate) fn url(&self) -> String {
        format!("postgres://{USER}@127.0.0.1:{}/postgres", self.port)
    }

    /// What the server says about itself: `postgres (PostgreSQL) 15.18 …`.
    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    fn wait_until_ready(&mut self, binaries: &Path) -> Result<()> {
        let start = Instant::now();
        while start.elapsed() < START {
            if let Some(status) = self.server.try_wait()? {
                bail!("PostgreSQL ended with {status}:\n{}", self.log());
            }
            let port = self.port.to_string();
            let mut ready = Command::new(binaries.join("pg_isready"));
            ready.args(["-q", "-h", "127.0.0.1", "-p", &port]);
            if ready.status()?.success() {
                return Ok(());
            }
            sleep(Duration::from_millis(100));
        }
        bail!("PostgreSQL did not answer within {} s:\n{}", START.as_secs(), self.log())
    }

    fn log(&self) -> String {
        fs::read_to_string(self.data.join("server.log")).unwrap_or_else(|error| error.to_string())
    }
}

impl Drop for Postgres {
    /// SIGINT is PostgreSQL's fast shutdown: it ends open sessions and its own children.
    fn drop(&mut self) {
        let pid = self.server.id().to_string();
        let asked = succeed(Command::new("sh").args(["-c", r#"kill -INT "$0""#, &pid]));
        let start = Instant::now();
        while asked.is_ok() && start.elapsed() < STOP {
            if matches!(self.server.try_wait(), Ok(Some(_))) {
                break;
            }
            sleep(Duration::from_millis(50));
        }
        // After a clean stop both are no-ops; after a hung one this is all that can be done.
        let _already_ended = self.server.kill();
        let _already_ended = self.server.wait();
        let _left_for_next_run = fs::remove_dir_all(&self.data);
    }
}

/// Under which account the server runs.
enum Account {
    Mine,
    Postgres { user: u32, group: u32 },
}

impl Account {
    fn of_this_run() -> Result<Self> {
        if !is_root() {
            return Ok(Self::Mine);
        }
        Ok(Self::Postgres { user: user_id("-u")?, group: user_id("-g")? })
    }

    /// A program that runs under this account in `folder` and ends when we end.
    fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "INT"]);
        if let Self::Postgres { user, group } = self {
            command.args(["--reuid", &user.to_string(), "--regid", &group.to_string(), "--clear-groups"]);
        }
        command.arg(program).current_dir(folder).stdin(Stdio::null());
        command
    }

    /// An empty folder that the account can reach: under `target`, or, where a home folder is closed
    /// to others, in the system's folder for temporary files.
    fn data_folder(&self, target: &Path) -> Result<PathBuf> {
        let name = format!("{FOLDER}{}", std::process::id());
        let here = self.own_folder(&target.join(&name))?;
        if self.reaches(&here) {
            return Ok(here);
        }
        fs::remove_dir(&here)?;
        let elsewhere = self.own_folder(&std::env::temp_dir().join(&name))?;
        if self.reaches(&elsewhere) {
            return Ok(elsewhere);
        }
        bail!("the user {USER} can write neither under {} nor in {}", here.display(), elsewhere.display())
    }

    fn own_folder(&self, folder: &Path) -> Result<PathBuf> {
        fs::create_dir_all(folder).with_context(|| format!("could not make {}", folder.display()))?;
        if let Self::Postgres { user, group } = self {
            chown(folder, Some(*user), Some(*group))?;
        }
        Ok(folder.to_owned())
    }

    fn reaches(&self, folder: &Path) -> bool {
        let mut test = self.command(Path::new("test"), Path::new("/"));
        test.arg("-w").arg(folder).status().is_ok_and(|status| status.success())
    }
}

/// Removes the data of runs that were killed; a folder that cannot be removed harms nobody.
fn remove_leftovers(target: &Path) {
    let Ok(entries) = fs::read_dir(target) else { return };
    for folder in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let pid = folder.file_name().and_then(|name| name.to_str()?.strip_prefix(FOLDER));
        if pid.is_some_and(|pid| !Path::new("/proc").join(pid).exists()) {
            let _harmless = fs::remove_dir_all(&folder);
        }
    }
}

/// The newest installed version's programs.
fn binaries() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let newest = versions
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok())
        .filter(|version| Path::new(&format!("/usr/lib/postgresql/{version}/bin/initdb")).is_file())
        .max()?;
    Some(PathBuf::from(format!("/usr/lib/postgresql/{newest}/bin")))
}

fn user_id(which: &str) -> Result<u32> {
    Ok(output(Command::new("id").args([which, USER]))?.parse()?)
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// The data is thrown away, so nothing waits for the disk; every test process opens its own pool.
fn settings() -> impl Iterator<Item = String> {
    [
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "max_connections=300",
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "autovacuum=off",
        "jit=off",
    ]
    .into_iter()
    .map(|setting| format!("--{setting}"))
}
