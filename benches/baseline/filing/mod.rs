//! The filing of the shipped rule book as a programmer without a rules engine would write it down.
//! It must take what `rules/vocabulary.dictamen` says: the program that uses it fails on any other.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub struct Institution {
    pub institution_id: Option<String>,
    pub name: Option<String>,
    pub head_rank: Option<String>,
    pub exempted_body: Option<bool>,
    pub exemption_reason: Option<String>,
    pub national_security_body: Option<bool>,
}

#[derive(Debug, Deserialize)]
pub struct QuarterReport {
    pub quarter: Option<String>,
    pub reported_on: Option<String>,
    pub real_pct: Option<f64>,
    pub planned_pct: Option<f64>,
}

#[derive(Debug, Deserialize)]
pub struct Project {
    pub folio: Option<String>,
    pub name: Option<String>,
    pub strategic: Option<bool>,
    pub contracting: Option<bool>,
    pub category: Option<String>,
    pub edn_links: Option<Vec<String>>,
    pub estimated_budget: Option<f64>,
    pub starts_on: Option<String>,
    pub ends_on: Option<String>,
    pub quarters: Option<Vec<QuarterReport>>,
}

#[derive(Debug, Deserialize)]
pub struct Round {
    pub notified_on: Option<String>,
    pub refiled_on: Option<String>,
    pub ugd_answer_on: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Portfolio {
    pub packages: Option<i64>,
    pub validated_on: Option<String>,
    pub authorised_on: Option<String>,
    pub filed_on: Option<String>,
    pub vb_on: Option<String>,
    pub rounds: Option<Vec<Round>>,
}

#[derive(Debug, Deserialize)]
pub struct InfoRequest {
    pub asked_on: Option<String>,
    pub answered_on: Option<String>,
    pub defect: Option<bool>,
}

#[derive(Debug, Deserialize)]
pub struct CertificationDemand {
    pub justification: Option<String>,
    pub dictamen_on: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Study {
    pub project: Option<String>,
    pub requested_by_utic: Option<bool>,
    pub utic_approval_on: Option<String>,
    pub procedure_started_on: Option<String>,
    pub inventory_checked_on: Option<String>,
    pub reusable_app_found: Option<bool>,
    pub ugd_told_on: Option<String>,
    pub market_research: Option<String>,
    pub cost_benefit: Option<String>,
    pub public_entity_statement: Option<String>,
    pub multi_year_proof: Option<String>,
    pub certification_demand: Option<CertificationDemand>,
    pub esigned_on: Option<String>,
    pub oic_received_on: Option<String>,
    pub oic_answer_on: Option<String>,
    pub received_on: Option<String>,
    pub info_requests: Option<Vec<InfoRequest>>,
    pub outcome: Option<String>,
    pub decided_on: Option<String>,
    pub planned_for: Option<String>,
    pub term_waived_on: Option<String>,
    pub upcp_received_on: Option<String>,
    pub upcp_on: Option<String>,
    pub ruled_price: Option<f64>,
}

#[derive(Debug, Deserialize)]
pub struct Request {
    pub id: Option<String>,
    pub object: Option<String>,
    pub modality: Option<String>,
    pub service_kind: Option<String>,
    pub hosting: Option<bool>,
    pub amount: Option<f64>,
    pub multi_year: Option<bool>,
    pub study: Option<Study>,
}

#[derive(Debug, Deserialize)]
pub struct ClauseFlag {
    pub clause: Option<String>,
    pub state: Option<String>,
    pub reason: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Certification {
    pub name: Option<String>,
    pub valid_until: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Registration {
    pub compranet_on: Option<String>,
    pub tool_on: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Terms {
    pub flags: Option<Vec<ClauseFlag>>,
    pub mexican_law: Option<String>,
    pub exit_items: Option<Vec<String>>,
    pub certifications: Option<Vec<Certification>>,
    pub developer: Option<String>,
    pub verifier: Option<String>,
    pub processing_territory: Option<String>,
    pub volume_ground: Option<String>,
    pub cloud_safeguards: Option<bool>,
}

#[derive(Debug, Deserialize)]
pub struct Contract {
    pub contract_no: Option<String>,
    pub title: Option<String>,
    pub request: Option<String>,
    pub signed_on: Option<String>,
    pub price: Option<f64>,
    pub registration: Option<Registration>,
    pub terms: Option<Terms>,
}

#[derive(Debug, Deserialize)]
pub struct Account {
    pub name: Option<String>,
    pub kind: Option<String>,
    pub purpose: Option<String>,
    pub sent_by_sector_head: Option<bool>,
    pub oic_copied: Option<bool>,
    pub received_on: Option<String>,
    pub answered_on: Option<String>,
    pub vb_on: Option<String>,
    pub status: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct MobileApp {
    pub name: Option<String>,
    pub description: Option<String>,
    pub starts_on: Option<String>,
    pub language: Option<String>,
    pub received_on: Option<String>,
    pub answered_on: Option<String>,
    pub vb_on: Option<String>,
    pub released_on: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Application {
    pub app_id: Option<String>,
    pub name: Option<String>,
    pub in_apf_inventory: Option<bool>,
    pub curp_key: Option<String>,
    pub go_live: Option<String>,
    pub vuln_analysis_on: Option<String>,
    pub vuln_by: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct WebSite {
    pub url: Option<String>,
    pub gob_mx: Option<String>,
    pub free_use_terms: Option<bool>,
}

#[derive(Debug, Deserialize)]
pub struct DataCentre {
    pub name: Option<String>,
    pub space_m2: Option<f64>,
    pub power_kw: Option<f64>,
    pub processing_cores: Option<i64>,
    pub storage_tb: Option<f64>,
    pub national_security_data: Option<bool>,
    pub on_premises: Option<bool>,
}

#[derive(Debug, Deserialize)]
pub struct Official {
    pub name: Option<String>,
    pub rank: Option<String>,
    pub designated_on: Option<String>,
    pub told_centro_on: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct DatedTest {
    pub done_on: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct CriticalCatalogue {
    pub approved_on: Option<String>,
    pub team_head_rank: Option<String>,
    pub reviews: Option<Vec<DatedTest>>,
}

#[derive(Debug, Deserialize)]
pub struct RiskAnalysis {
    pub approved_on: Option<String>,
    pub method: Option<String>,
    pub covers_asi5: Option<bool>,
    pub team_head_rank: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Control {
    pub control: Option<String>,
    pub status: Option<String>,
    pub reason: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct HalfYearReport {
    pub semester: Option<String>,
    pub sent_on: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Incident {
    pub incident_id: Option<String>,
    pub detected_on: Option<String>,
    pub national_security: Option<bool>,
    pub told_centro_on: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Security {
    pub rsii: Option<Official>,
    pub liaison: Option<Official>,
    pub gesi_document_on: Option<String>,
    pub sgsi_document_on: Option<String>,
    pub erisc_rules_on: Option<String>,
    pub sgsi_reviews: Option<Vec<DatedTest>>,
    pub critical_processes: Option<bool>,
    pub catalogue: Option<CriticalCatalogue>,
    pub risk_analysis: Option<RiskAnalysis>,
    pub controls: Option<Vec<Control>>,
    pub log_retention_days: Option<i64>,
    pub wireless_bits: Option<i64>,
    pub half_year_reports: Option<Vec<HalfYearReport>>,
    pub incidents: Option<Vec<Incident>>,
    pub authorised_persons_sent_on: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct SecretDocument {
    pub id: Option<String>,
    pub level: Option<String>,
    pub labelled_on: Option<String>,
    pub shared_on: Option<String>,
    pub electronic: Option<bool>,
    pub watermark: Option<bool>,
    pub encrypted: Option<bool>,
}

#[derive(Debug, Deserialize)]
pub struct Continuity {
    pub restore_tests: Option<Vec<DatedTest>>,
    pub recovery_tests: Option<Vec<DatedTest>>,
}

#[derive(Debug, Deserialize)]
pub struct Implementation {
    pub petic_sent_on: Option<String>,
    pub mobile_inventory_sent_on: Option<String>,
    pub centro_told_on: Option<String>,
    pub project_sent_on: Option<String>,
    pub project_contents: Option<Vec<String>>,
    pub all_processes_on: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Filing {
    pub filing_id: Option<String>,
    pub fiscal_year: Option<i32>,
    pub institution: Option<Institution>,
    pub portfolio: Option<Portfolio>,
    pub projects: Option<Vec<Project>>,
    pub requests: Option<Vec<Request>>,
    pub contracts: Option<Vec<Contract>>,
    pub accounts: Option<Vec<Account>>,
    pub mobile_apps: Option<Vec<MobileApp>>,
    pub applications: Option<Vec<Application>>,
    pub web_sites: Option<Vec<WebSite>>,
    pub data_centres: Option<Vec<DataCentre>>,
    pub security: Option<Security>,
    pub secret_documents: Option<Vec<SecretDocument>>,
    pub continuity: Option<Continuity>,
    pub implementation: Option<Implementation>,
}
