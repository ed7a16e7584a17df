//! 管理: who may, what it does, and what is left of it in the audit log.
