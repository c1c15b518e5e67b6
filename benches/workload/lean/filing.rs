//! A filing as a program in a hurry declares it: only the fields that are read, texts borrowed from the
//! line.

use serde::Deserialize;

use super::cents::Cents;
use super::day::Day;
use super::kinds::{Area, Level, Modality, Outcome, Rank, Status};
use super::text::Text;

#[derive(Deserialize)]
pub struct Filing<'a> {
    #[serde(borrow)]
    pub filing_id: Text<'a>,
    pub fiscal_year: i32,
    pub institution: Option<Institution>,
    pub budget: Option<Cents>,
    pub protection: Option<Protection>,
    pub projects: Option<Vec<Project<'a>>>,
    pub procurements: Option<Vec<Procurement<'a>>>,
    pub applications: Option<Vec<Application>>,
    pub incidents: Option<Vec<Incident>>,
    pub processes: Option<Vec<Process>>,
}

#[derive(Deserialize)]
pub struct Institution {
    pub exempted: Option<bool>,
}

#[derive(Deserialize)]
pub struct Project<'a> {
    #[serde(borrow)]
    pub folio: Option<Text<'a>>,
    pub strategic: Option<bool>,
    pub status: Option<Status>,
    pub budget: Option<Cents>,
    pub spent: Option<Cents>,
    pub starts_on: Option<Day>,
    pub ends_on: Option<Day>,
}

#[derive(Deserialize)]
pub struct Procurement<'a> {
    #[serde(borrow)]
    pub project: Option<Text<'a>>,
    pub modality: Option<Modality>,
    pub amount: Option<Cents>,
    pub received_on: Option<Day>,
    pub decided_on: Option<Day>,
    pub outcome: Option<Outcome>,
    pub signed_on: Option<Day>,
    pub registered_on: Option<Day>,
}

#[derive(Deserialize)]
pub struct Application {
    pub criticality: Option<Level>,
    pub personal_data: Option<bool>,
    pub encrypted: Option<bool>,
    pub tested_on: Option<Day>,
}

#[derive(Deserialize)]
pub struct Incident {
    pub level: Option<Level>,
    pub detected_on: Option<Day>,
    pub reported_on: Option<Day>,
    pub solved_on: Option<Day>,
}

#[derive(Deserialize)]
pub struct Process {
    pub area: Option<Area>,
    pub owner_rank: Option<Rank>,
    pub documented: Option<bool>,
}

#[derive(Deserialize)]
pub struct Protection {
    pub officer_rank: Option<Rank>,
    pub named_on: Option<Day>,
}
