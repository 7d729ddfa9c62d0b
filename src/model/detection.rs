//! How an incident was noticed, and how it was stopped.

use super::keyed;
use serde::Serialize;

/// Who or what noticed first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DetectionMethod {
    /// An alert on the system's own signals.
    Monitoring,
    /// A probe that acts like a user.
    Synthetic,
    /// Somebody of the team, by chance.
    Engineer,
    /// A customer's report.
    Customer,
    /// A partner or supplier.
    Partner,
    /// Social media or the press.
    Social,
    /// Not recorded.
    Unknown,
}

keyed!(DetectionMethod {
    Monitoring => "monitoring", Synthetic => "synthetic", Engineer => "engineer", Customer => "customer",
    Partner => "partner", Social => "social", Unknown => "unknown",
});

/// How the incident was noticed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Detection {
    /// Who or what noticed first.
    pub method: DetectionMethod,
    /// What kept detection from being earlier.
    pub gap: Option<String>,
}

/// What stopped the harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mitigation {
    /// Back to the version before.
    Rollback,
    /// A setting was put right.
    ConfigFix,
    /// Machines, network or storage were changed.
    InfraChange,
    /// Traffic went elsewhere.
    Failover,
    /// More capacity.
    Scale,
    /// New code, out of schedule.
    Hotfix,
    /// Off and on again.
    Restart,
    /// It went away.
    SelfHeal,
    /// The supplier did it.
    Vendor,
}

keyed!(Mitigation {
    Rollback => "rollback", ConfigFix => "config-fix", InfraChange => "infra-change", Failover => "failover",
    Scale => "scale", Hotfix => "hotfix", Restart => "restart", SelfHeal => "self-heal", Vendor => "vendor",
});
