//! A filing as a plain program declares it: every field that documents have, owned.

use serde::Deserialize;

use super::cents::Cents;
use super::day::Day;
use super::kinds::{Area, Level, Modality, Outcome, Rank, Status};

#[derive(Deserialize)]
pub struct Filing {
    pub filing_id: String,
    pub fiscal_year: i32,
    pub institution: Option<Institution>,
    pub budget: Option<Cents>,
    pub summary: Option<String>,
    pub protection: Option<Protection>,
    pub projects: Option<Vec<Project>>,
    pub procurements: Option<Vec<Procurement>>,
    pub applications: Option<Vec<Application>>,
    pub incidents: Option<Vec<Incident>>,
    pub processes: Option<Vec<Process>>,
    pub annexes: Option<Vec<Annex>>,
}

#[derive(Deserialize)]
pub struct Contact {
    pub name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
}

#[derive(Deserialize)]
pub struct Institution {
    pub institution_id: Option<String>,
    pub name: Option<String>,
    pub address: Option<String>,
    pub head_rank: Option<Rank>,
    pub exempted: Option<bool>,
    pub liaison: Option<Contact>,
}

#[derive(Deserialize)]
pub struct Project {
    pub folio: Option<String>,
    pub name: Option<String>,
    pub description: Option<String>,
    pub strategic: Option<bool>,
    pub status: Option<Status>,
    pub budget: Option<Cents>,
    pub spent: Option<Cents>,
    pub starts_on: Option<Day>,
    pub ends_on: Option<Day>,
    pub owner: Option<Contact>,
    pub goals: Option<Vec<String>>,
}

#[derive(Deserialize)]
pub struct Supplier {
    pub name: Option<String>,
    pub tax_id: Option<String>,
    pub address: Option<String>,
}

#[derive(Deserialize)]
pub struct Quote {
    pub supplier: Option<String>,
    pub price: Option<Cents>,
}

#[derive(Deserialize)]
pub struct Procurement {
    pub id: Option<String>,
    pub project: Option<String>,
    pub modality: Option<Modality>,
    pub amount: Option<Cents>,
    pub description: Option<String>,
    pub received_on: Option<Day>,
    pub decided_on: Option<Day>,
    pub outcome: Option<Outcome>,
    pub signed_on: Option<Day>,
    pub registered_on: Option<Day>,
    pub supplier: Option<Supplier>,
    pub quotes: Option<Vec<Quote>>,
}

#[derive(Deserialize)]
pub struct Hosting {
    pub site: Option<String>,
    pub provider: Option<String>,
    pub cores: Option<i64>,
    pub memory_gb: Option<i64>,
}

#[derive(Deserialize)]
pub struct Application {
    pub code: Option<String>,
    pub name: Option<String>,
    pub purpose: Option<String>,
    pub criticality: Option<Level>,
    pub personal_data: Option<bool>,
    pub encrypted: Option<bool>,
    pub tested_on: Option<Day>,
    pub users: Option<i64>,
    pub hosting: Option<Hosting>,
}

#[derive(Deserialize)]
pub struct Incident {
    pub number: Option<String>,
    pub level: Option<Level>,
    pub detected_on: Option<Day>,
    pub reported_on: Option<Day>,
    pub solved_on: Option<Day>,
    pub affected: Option<Vec<String>>,
    pub narrative: Option<String>,
}

#[derive(Deserialize)]
pub struct Process {
    pub area: Option<Area>,
    pub owner: Option<String>,
    pub owner_rank: Option<Rank>,
    pub documented: Option<bool>,
    pub compliance: Option<f64>,
    pub remarks: Option<String>,
}

#[derive(Deserialize)]
pub struct Protection {
    pub officer: Option<String>,
    pub officer_rank: Option<Rank>,
    pub named_on: Option<Day>,
    pub team_size: Option<i64>,
    pub channel: Option<String>,
}

#[derive(Deserialize)]
pub struct Annex {
    pub title: Option<String>,
    pub digest: Option<String>,
    pub pages: Option<i64>,
}
