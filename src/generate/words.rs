//! Words of the trade: what institutions, projects, people and companies are called.
//!
//! All are made up from parts; accents are there to be kept.

use crate::generate::chance::Chance;
use crate::generate::manner::Manner;

const BODIES: &[&str] = &[
    "Instituto Nacional de",
    "Comisión Nacional de",
    "Secretaría de",
    "Servicio Nacional de",
    "Consejo Federal de",
    "Centro de Investigación en",
    "Fideicomiso de Fomento de",
    "Agencia Federal de",
    "Administración General de",
    "Procuraduría de",
    "Dirección General de",
    "Laboratorio Nacional de",
];

const MATTERS: &[&str] = &[
    "Pesca y Acuacultura",
    "Caminos Rurales",
    "Aguas Interiores",
    "Educación Indígena",
    "Salud Materna",
    "Energía Geotérmica",
    "Vivienda Popular",
    "Patrimonio Marítimo",
    "Protección Civil",
    "Migración y Retorno",
    "Café y Cacao",
    "Ferrocarriles del Sureste",
    "Semillas y Suelos",
    "Radio y Televisión Pública",
    "Conservación de la Montaña",
    "Registro Agrario",
    "Óptica y Electrónica",
    "Atención a Jóvenes",
    "Puertos y Cabotaje",
    "Estadística del Trabajo",
    "Museos y Bibliotecas",
    "Desarrollo de la Niñez",
    "Metrología Aplicada",
    "Sanidad Vegetal",
];

const GIVEN_NAMES: &[&str] = &[
    "María José",
    "Ramiro",
    "Lucía",
    "Héctor",
    "Ángela",
    "Íñigo",
    "Sofía",
    "Joaquín",
    "Nadia",
    "Óscar",
    "Beatriz",
    "Raúl",
    "Ximena",
    "Tomás",
    "Verónica",
    "Efraín",
    "Guadalupe",
    "Andrés",
];

const SURNAMES: &[&str] = &[
    "Peñaloza",
    "Ibáñez",
    "Quintanar",
    "Núñez",
    "Ávila",
    "Cárdenas",
    "Zúñiga",
    "Treviño",
    "Solís",
    "Bermúdez",
    "Ordóñez",
    "Villaseñor",
    "Güemes",
    "Lizárraga",
    "Montaño",
    "Cervantes",
];

const ACTIONS: &[&str] = &[
    "Modernización de",
    "Arrendamiento de",
    "Desarrollo de",
    "Soporte a",
    "Ampliación de",
    "Migración de",
    "Digitalización de",
    "Renovación de",
    "Mantenimiento de",
    "Integración de",
    "Rediseño de",
    "Interoperabilidad de",
];

const SYSTEMS: &[&str] = &[
    "la ventanilla única de trámites",
    "el expediente clínico electrónico",
    "la red de telefonía institucional",
    "el centro de datos principal",
    "el padrón de beneficiarios",
    "los equipos de cómputo personal",
    "el correo electrónico",
    "el archivo histórico digital",
    "la plataforma de datos abiertos",
    "el sistema de control de gestión",
    "la nómina y los recursos humanos",
    "el enlace a Internet de las delegaciones",
    "la firma electrónica avanzada",
    "el catastro de concesiones",
    "la biblioteca virtual para niñas y niños",
    "el monitoreo de la seguridad perimetral",
    "la mesa de servicios",
    "el portal de pagos y reembolsos",
];

const STAGES: &[&str] = &[
    "",
    "",
    "",
    ", primera etapa",
    ", segunda etapa",
    ", ámbito regional",
    ", oficinas del norte",
    ", oficinas del Bajío",
    " (plurianual)",
];

const COMPANIES: &[&str] = &[
    "Soluciones Ceiba",
    "Grupo Tecnológico Ámbar",
    "Redes del Altiplano",
    "Cómputo y Señales",
    "Ingeniería Quetzal",
    "Datos del Golfo",
    "Sistemas Peñón",
    "Consultoría Ahuehuete",
    "Telemática Bravo",
    "Nube Jacaranda",
    "Código Maíz",
    "Laboratorios Obsidiana",
];

const COMPANY_FORMS: &[&str] = &["S.A. de C.V.", "S. de R.L.", "S.C.", "S.A.P.I. de C.V."];

const LANGUAGES: &[&str] = &["Java", "Kotlin", "Swift", "C#", "PHP", "Dart", "JavaScript"];

const STANDARDS: &[&str] = &[
    "ISO/IEC 27001",
    "ISO/IEC 20000-1",
    "ISO 22301",
    "CMMI nivel 3",
    "TIA-942",
    "NMX-I-059",
    "MoProSoft nivel 2",
];

const OBJECTIVES: &[&str] = &[
    "Objetivo 1: transformación gubernamental",
    "Objetivo 2: economía digital",
    "Objetivo 3: educación de calidad",
    "Objetivo 4: salud universal y efectiva",
    "Objetivo 5: innovación cívica y participación",
    "Habilitador: conectividad",
    "Habilitador: inclusión y habilidades digitales",
    "Habilitador: interoperabilidad e identidad digital",
    "Habilitador: marco jurídico",
    "Habilitador: datos abiertos",
];

const PLACES: &[&str] = &[
    "Ciudad de México",
    "Mérida",
    "León",
    "Querétaro",
    "San Luis Potosí",
    "Torreón",
    "Mazatlán",
    "Culiacán",
    "Oaxaca de Juárez",
    "Tuxtla Gutiérrez",
];

const OPENINGS: &[&str] = &[
    "La unidad requirente expone que",
    "Según el estudio de factibilidad,",
    "El área técnica hace constar que",
    "De la revisión del inventario resulta que",
    "Conforme al dictamen del órgano interno,",
    "El comité acordó que",
    "Después de comparar tres opciones,",
    "Con base en la investigación de mercado,",
];

const MIDDLES: &[&str] = &[
    "la capacidad instalada no basta para la demanda prevista",
    "los equipos rebasan su vida útil y ya no reciben refacciones",
    "ninguna aplicación del inventario cubre la función solicitada",
    "el servicio se presta hoy en condiciones de riesgo para la operación",
    "la interrupción afectaría la atención a la ciudadanía",
    "el costo de mantener la versión actual supera el de sustituirla",
    "se trata de una obligación que vence en el ejercicio",
    "la solución propuesta reduce los tiempos de respuesta a la mitad",
    "hay proveedores nacionales con capacidad suficiente",
    "los datos permanecen en territorio nacional y cifrados",
];

const CLOSINGS: &[&str] = &[
    "por lo que se solicita su autorización.",
    "como consta en el acta de la sesión.",
    "sin que medie compromiso adicional de recursos.",
    "y así se informó a la Unidad de Gobierno Digital.",
    "con cargo al presupuesto autorizado.",
    "lo que se acredita con los anexos.",
    "en términos del lineamiento aplicable.",
    "salvo mejor opinión del órgano interno de control.",
];

/// Who files: drawn once a filing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filer {
    /// `Instituto Nacional de Pesca y Acuacultura`
    pub name: String,
    /// `INPA`
    pub acronym: String,
}

impl Filer {
    /// Any institution.
    pub fn draw(chance: &mut Chance) -> Filer {
        let name = format!("{} {}", chance.word(BODIES), chance.word(MATTERS));
        Filer {
            acronym: acronym(&name),
            name,
        }
    }
}

/// The first letters of the words that carry meaning, without accents.
fn acronym(name: &str) -> String {
    name.split(' ')
        .filter(|word| word.chars().next().is_some_and(char::is_uppercase))
        .filter_map(|word| word.chars().next())
        .map(|letter| match letter {
            'Á' => 'A',
            'É' => 'E',
            'Í' => 'I',
            'Ó' => 'O',
            'Ú' | 'Ü' => 'U',
            'Ñ' => 'N',
            other => other,
        })
        .collect()
}

/// A text of a manner.
pub fn text(manner: Manner, filer: &Filer, year: i128, chance: &mut Chance) -> String {
    match manner {
        Manner::Institution => filer.name.clone(),
        Manner::Acronym => filer.acronym.clone(),
        Manner::Person => format!(
            "{} {} {}",
            chance.word(GIVEN_NAMES),
            chance.word(SURNAMES),
            chance.word(SURNAMES)
        ),
        Manner::Company => format!("{}, {}", chance.word(COMPANIES), chance.word(COMPANY_FORMS)),
        Manner::Title => title(chance),
        Manner::Site => site(filer, chance.below(90) + 10),
        Manner::Mail => format!(
            "enlace.{}@{}.gob.mx",
            chance.below(90) + 10,
            filer.acronym.to_lowercase()
        ),
        Manner::Language => chance.word(LANGUAGES).to_owned(),
        Manner::Standard => chance.word(STANDARDS).to_owned(),
        Manner::Objective => chance.word(OBJECTIVES).to_owned(),
        Manner::Place => chance.word(PLACES).to_owned(),
        Manner::Code | Manner::Percentage => {
            format!("{}-{year}-{:04}", filer.acronym, chance.below(10_000))
        }
        Manner::Sentence => sentence(chance),
    }
}

/// What a project or a system is called.
fn title(chance: &mut Chance) -> String {
    let action = chance.word(ACTIONS);
    let system = chance.word(SYSTEMS);
    // `de el` and `a el` are written as one word.
    let joined = match system.strip_prefix("el ") {
        Some(rest) if action.ends_with(" de") => format!("{action}l {rest}"),
        Some(rest) if action.ends_with(" a") => format!("{action}l {rest}"),
        _ => format!("{action} {system}"),
    };
    format!("{joined}{}", chance.word(STAGES))
}

fn sentence(chance: &mut Chance) -> String {
    format!(
        "{} {}, {}",
        chance.word(OPENINGS),
        chance.word(MIDDLES),
        chance.word(CLOSINGS)
    )
}

/// The address of a site of an institution.
pub fn site(filer: &Filer, number: usize) -> String {
    format!(
        "https://tramites-{number}.{}.gob.mx",
        filer.acronym.to_lowercase()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_acronym_has_plain_capitals() {
        assert_eq!(
            acronym("Laboratorio Nacional de Óptica y Electrónica"),
            "LNOE"
        );
    }

    #[test]
    fn titles_contract_the_article() {
        let mut chance = Chance::new(1, 1);
        for _ in 0..500 {
            let title = title(&mut chance);
            assert!(
                !title.contains(" de el ") && !title.contains(" a el "),
                "{title}"
            );
        }
    }
}
