//! The figures as a page of text.

use std::fmt::{self, Display, Formatter};

use super::report::{Classes, Report};
use super::score::{Estimate, Score};
use crate::codes::Verdict;

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "読んだ行 cases: {}　読めない行 problems: {}", self.cases, self.problems.len())?;
        for problem in self.problems.iter().take(20) {
            writeln!(f, "  {} 行目 {} {}", problem.line, problem.code, problem.message)?;
        }
        classes(f, "判定 verdict", &self.verdict)?;
        confusion(f, &self.confusion)?;
        classes(f, "重さ severity", &self.severity)?;
        writeln!(f, "  1 段以内 within one: {}", self.severity_within_one)?;
        scores(f, "種類 types", &self.types)?;
        scores(f, "境目の発言 first_trigger_turn", &self.first_trigger)?;
        scores(f, "担当者の発言 staff", &self.staff)?;
        writeln!(f, "  ok の一致 ok: {}", self.staff_ok)?;
        writeln!(f, "\n要求 demand の一致: {}", self.demand)?;
        scores(f, "配慮チェック care_check", std::slice::from_ref(&self.care_check))?;
        calibration(f, self)?;
        alarms(f, self)?;
        groups(f, self)
    }
}

impl Display for Estimate {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match (self.value, self.low, self.high) {
            (Some(value), Some(low), Some(high)) => write!(f, "{value:.3} [{low:.3}–{high:.3}]"),
            _ => f.write_str("—"),
        }
    }
}

fn classes(f: &mut Formatter<'_>, title: &str, classes: &Classes) -> fmt::Result {
    scores(f, title, &classes.classes)?;
    writeln!(f, "  一致 accuracy: {}　平均 macro F1: {}", classes.accuracy, classes.macro_f1)
}

fn scores(f: &mut Formatter<'_>, title: &str, scores: &[Score]) -> fmt::Result {
    writeln!(f, "\n{title}　（値 [95 % 区間]）")?;
    writeln!(f, "  {:<20}{:>6}{:>6}  {:<22}{:<22}{:<22}", "", "gold", "read", "precision", "recall", "F1")?;
    for score in scores {
        let (precision, recall) = (score.precision.to_string(), score.recall.to_string());
        let Score { code, gold, read, f1, .. } = score;
        writeln!(f, "  {code:<20}{gold:>6}{read:>6}  {precision:<22}{recall:<22}{f1}")?;
    }
    Ok(())
}

fn confusion(f: &mut Formatter<'_>, table: &[Vec<u32>]) -> fmt::Result {
    writeln!(f, "\n判定の突き合わせ confusion（行 gold、列 read）")?;
    write!(f, "  {:<12}", "")?;
    for verdict in Verdict::ALL {
        write!(f, "{:>12}", verdict.as_str())?;
    }
    for (verdict, row) in Verdict::ALL.iter().zip(table) {
        write!(f, "\n  {:<12}", verdict.as_str())?;
        for count in row {
            write!(f, "{count:>12}")?;
        }
    }
    writeln!(f)
}

fn figure(number: Option<f64>) -> String {
    number.map_or_else(|| "—".to_owned(), |number| format!("{number:.3}"))
}

fn calibration(f: &mut Formatter<'_>, report: &Report) -> fmt::Result {
    writeln!(f, "\n確かさの校正 calibration　ECE {}", figure(report.calibration.ece))?;
    for bin in &report.calibration.bins {
        writeln!(f, "  確かさ {} → 一致 {} ({})", figure(bin.confidence), figure(bin.right), bin.cases)?;
    }
    Ok(())
}

fn alarms(f: &mut Formatter<'_>, report: &Report) -> fmt::Result {
    let alarms = &report.false_alarms;
    writeln!(f, "\n問い合わせ・正当な申出 1,000 件あたりの誤警報 false alarms（{} 件）", alarms.cases)?;
    let per_1000 = |estimate: &Estimate| match (estimate.value, estimate.low, estimate.high) {
        (Some(value), Some(low), Some(high)) => format!("{value:.1} [{low:.1}–{high:.1}]"),
        _ => "—".to_owned(),
    };
    writeln!(f, "  harassment: {}　grey: {}", per_1000(&alarms.per_1000), per_1000(&alarms.grey_per_1000))?;
    ids(f, &alarms.ids)?;
    writeln!(f, "\n見逃した重さ 4 missed severity 4: {} 件", report.missed_severity_4.len())?;
    let missed =
        report.missed_severity_4.iter().map(|missed| format!("{}（{}）", missed.id, missed.severity));
    ids(f, &missed.collect::<Vec<_>>())?;
    let care = &report.accommodation;
    writeln!(f, "\n配慮が要る件をカスハラとした accommodation: {} / {} 件", care.ids.len(), care.cases)?;
    ids(f, &care.ids)
}

fn ids(f: &mut Formatter<'_>, ids: &[String]) -> fmt::Result {
    if ids.is_empty() { Ok(()) } else { writeln!(f, "  {}", ids.join(" ")) }
}

fn groups(f: &mut Formatter<'_>, report: &Report) -> fmt::Result {
    let mut by = "";
    for group in &report.groups {
        if group.by != by {
            by = group.by;
            let title = match by {
                "channel" => "経路別 channel",
                "industry" => "業種別 industry",
                _ => "札別 tag",
            };
            writeln!(f, "\n{title}　（P・R・F1 は harassment）")?;
            writeln!(
                f,
                "  {:<22}{:>6}{:>9}{:>7}{:>7}{:>7}{:>13}",
                "", "cases", "verdict", "P", "R", "F1", "false alarms"
            )?;
        }
        let (accuracy, precision) = (figure(group.accuracy), figure(group.precision));
        let (recall, f1) = (figure(group.recall), figure(group.f1));
        let (name, cases, alarms) = (&group.name, group.cases, group.false_alarms);
        writeln!(f, "  {name:<22}{cases:>6}{accuracy:>9}{precision:>7}{recall:>7}{f1:>7}{alarms:>13}")?;
    }
    Ok(())
}
