//! What people write in a filing: Spanish with its accents, quotes and line breaks, as JSON escapes them.

use super::chance::Chance;

const NAMES: [&str; 16] = [
    "María",
    "José",
    "Sofía",
    "Andrés",
    "Lucía",
    "Ramón",
    "Inés",
    "Óscar",
    "Verónica",
    "Julián",
    "Elena",
    "Tomás",
    "Beatriz",
    "Raúl",
    "Ximena",
    "Héctor",
];

const SURNAMES: [&str; 16] = [
    "Núñez",
    "Pérez",
    "Ibáñez",
    "García",
    "Olvera",
    "Rangel",
    "Muñoz",
    "Zúñiga",
    "Cárdenas",
    "Ortiz",
    "Peña",
    "Lozano",
    "Quiñones",
    "Velázquez",
    "Domínguez",
    "Castañeda",
];

const SUBJECTS: [&str; 14] = [
    "la plataforma de trámites",
    "el sistema de nómina",
    "la mesa de servicio",
    "el padrón de beneficiarios",
    "el centro de datos",
    "la red de oficinas regionales",
    "el expediente electrónico",
    "la ventanilla única",
    "el portal de transparencia",
    "el archivo histórico",
    "la firma electrónica avanzada",
    "el tablero de indicadores",
    "el correo institucional",
    "la digitalización de acervos",
];

const PHRASES: [&str; 20] = [
    "conforme al programa anual de la institución",
    "con cargo al presupuesto autorizado",
    "según el diagnóstico de la dirección de área",
    "para reducir los tiempos de atención al público",
    "con interoperabilidad entre dependencias",
    "en las 32 entidades federativas",
    "bajo el esquema de servicios administrados",
    "en el marco de la estrategia digital nacional",
    "incluyendo capacitación y transferencia de conocimiento",
    "a través de contratación plurianual",
    "sin interrupción de la operación",
    "de acuerdo con el análisis de riesgos",
    "previa opinión del órgano interno de control",
    "con la participación de las áreas usuarias",
    "mediante software de código abierto",
    "y su migración a infraestructura compartida",
    "con niveles de servicio de 99.5 %",
    "en tres etapas de seis meses cada una",
    "que sustituye al contrato anterior",
    "por un total de 1,200 estaciones de trabajo",
];

/// What stands between phrases: most often a comma, at times what JSON must escape.
const BETWEEN: [&str; 16] = [
    ", ",
    ", ",
    ", ",
    ", ",
    ", ",
    ", ",
    "; ",
    "; ",
    " ",
    " ",
    ". ",
    ".\\n",
    ".\\n",
    " (\\\"fase 2\\\"), ",
    " en Espa\\u00f1a, ",
    " \\\\ ",
];

/// A person's name.
pub fn person(chance: &mut Chance) -> String {
    let [name, first, second] = [
        chance.of(&NAMES),
        chance.of(&SURNAMES),
        chance.of(&SURNAMES),
    ];
    format!("{name} {first} {second}")
}

/// What something is called.
pub fn title(chance: &mut Chance) -> String {
    let verb = chance.of(&[
        "Mejoras en",
        "Cambios en",
        "Soporte para",
        "Inversión en",
        "Rediseño:",
    ]);
    format!("{verb} {}", chance.of(&SUBJECTS))
}

/// Some phrases about something.
pub fn account(chance: &mut Chance, phrases: i64) -> String {
    let mut text = title(chance);
    for _ in 0..phrases {
        text.push_str(chance.of(&BETWEEN));
        text.push_str(chance.of(&PHRASES));
    }
    text.push('.');
    text
}
