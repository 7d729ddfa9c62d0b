//! Shares and numbers of users: `about 20% of our users`, `half of the customers`, `12,000 visitors`.

use super::super::phrase::{Phrases, Words};
use std::sync::LazyLock;

/// Who is counted.
pub(super) const USERS: &str = concat!(
    "user|users|userbase|customer|customers|client|clients|visitor|visitors|subscriber|subscribers|student|students",
    "|member|members|player|players|merchant|merchants|shopper|shoppers|tenant|tenants|people|persons|audience",
    "|passengers|guests|readers|viewers|listeners|patients|buyers|sellers|consumers|staff|employees|colleagues",
    "|teachers|pupils|parents|drivers|riders|couriers|accounts|shops|stores|retailers|branches|schools|hospitals",
    "|clinics|doctors|nurses|pharmacies|restaurants|hotels|households|companies|businesses|organisations",
    "|organizations|workspaces|teams|residents|citizens|travellers|travelers|commuters|applicants|candidates|donors",
    "|holders|owners|participants|attendees|callers|recipients|freelancers|developers|publishers|advertisers|authors",
    "|editors|creators|artists|farmers|workers|agents|operators|dispatchers|crews|seniors|gamers|fans|borrowers",
    "|cardholders|ticketholders|families|makers|volunteers|professors|lecturers|researchers|scientists|designers",
    "|everyone|everybody|contributors|partners|suppliers|vendors|sites|personnel|installations",
    "|usuarios|usuario|usuarias|clientes|cliente|alumnos|alumnas|alumno|estudiantes|lectores|profesores|docentes",
    "|visitantes|compradores|pacientes|pasajeros|socios|empleados|vecinos|ciudadanos|abonados|conductores|personas",
    "|tiendas|comercios|vendedores|vendedoras|trabajadores|jugadores|suscriptores|familias|hogares|participantes|cuentas",
    "|utilisateurs|utilisateur|utilisatrices|abonnes|abonnees|lecteurs|eleves|etudiants|visiteurs|voyageurs|usagers",
    "|adherents|salaries|employes|collaborateurs|enseignants|commercants|magasins|boutiques|habitants|locataires",
    "|joueurs|personnes|inscrits|acheteurs|familles|foyers|comptes|parents|passagers|professeurs",
    "|nutzer|nutzern|nutzerinnen|benutzer|benutzern|kunden|kundinnen|anwender|anwendern|leser|lesern|schuler|schulern",
    "|studierenden|studierende|studenten|lehrkrafte|eltern|mieter|mietern|patienten|fahrgaste|besucher|besuchern|gaste",
    "|mitglieder|mitarbeiter|mitarbeitenden|beschaftigten|handler|filialen|laden|haushalte|konten|personen|fahrer",
    "|teilnehmer|spieler|kaufer|burger|abonnenten|dauerparker|pendler|vereine|firmen|mandanten|bestellern",
    "|assinantes|utilizadores|alunos|alunas|estudantes|leitores|professores|moradores|passageiros|funcionarios",
    "|lojas|lojistas|motoristas|jogadores|pessoas|contas|vendedores|trabalhadores|familias|medicos|candidatos|inscritos"
);

/// Who is counted in scripts without spaces.
const USERS_DENSE: &[&str] = &[
    "用户",
    "客户",
    "顾客",
    "学生",
    "老师",
    "教师",
    "家长",
    "员工",
    "读者",
    "会员",
    "商家",
    "商户",
    "玩家",
    "乘客",
    "患者",
    "租户",
    "买家",
    "司机",
    "骑手",
    "门店",
    "考生",
    "居民",
    "师生",
    "访客",
    "账户",
    "账号",
    "ユーザー",
    "ユーザ",
    "利用者",
    "顧客",
    "お客様",
    "お客さま",
    "お店",
    "家庭",
    "会員",
    "学生",
    "生徒",
    "読者",
    "患者",
    "店舗",
    "加盟店",
    "社員",
    "職員",
    "教員",
    "保護者",
    "乗客",
    "訪問者",
    "購入者",
    "契約者",
    "アカウント",
    "世帯",
    "住民",
    "来館者",
    "受講者",
    "受験者",
    "プレイヤー",
    "参加者",
];

/// What else has percentages. `restored` belongs to them: what is back was not hit.
const OTHERS: &str = concat!(
    "request|requests|traffic|cpu|memory|ram|capacity|disk|disks|storage|engagement|restored|recovered|online|error",
    "|errors|rate|rates|packet|packets|infrastructure|revenue|sales|transactions|transaction|latency|load|queries",
    "|query|calls|sla|slo|uptime|availability|increase|decrease|drop|reduction|usage|utilization|utilisation",
    "|consumption|funds|loss|nodes|servers|instances|pods|sessions|session|orders|deployments|tests|coverage",
    "|throughput|bandwidth|time|jobs|messages|emails|back|operational|slippage|complete|done|processing|activity",
    "|conversion|conversions|satisfaction|down|api|apis|full|free|used|mails|images|pages|files|records|rows|payments",
    "|bookings|tickets|space|swap|connections|threads|responses|data|shards|machines|fleet|hosts|volume|quota|budget",
    "|battery|discount|fee|price|prices|series|devices|faster|slower|more|less|higher|lower|above|below|normal|keys",
    "|requetes|trafic|memoire|disque|commandes|peticiones|solicitudes|trafico|memoria|disco|pedidos|requisicoes",
    "|trafego|anfragen|speicher|auslastung|festplatte|bestellungen|verkehrs|last|mehr|menos|mas|plus|moins"
);

/// What a place near a percentage says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Users,
    Others,
}

static OF: LazyLock<Phrases<Of>> = LazyLock::new(|| {
    let mut of = Phrases::of([
        (
            "user|customer|client|subscriber|student|member|player|visitor request|requests|traffic|session|sessions|engagement|activity|satisfaction|experience|data|transactions|logins|queries|calls|orders|error|errors|complaints|reports|tickets",
            Of::Others,
        ),
        ("support|customer support|service|care", Of::Others),
        (USERS, Of::Users),
        (OTHERS, Of::Others),
    ]);
    USERS_DENSE.iter().for_each(|users| of.add(users, Of::Users));
    let others = [
        "请求",
        "流量",
        "内存",
        "磁盘",
        "订单",
        "数据",
        "错误率",
        "リクエスト",
        "メモリ",
        "ディスク",
        "注文",
        "空き",
        "使用率",
    ];
    others.iter().for_each(|other| of.add(other, Of::Others));
    of
});

/// Who was spared, or is well again.
static SPARED: LazyLock<Phrases<()>> = LazyLock::new(|| {
    let phrases = [
        "unaffected",
        "not ~ affected|impacted",
        "werent affected|impacted",
        "were ~ able to",
        "regained",
        "recovered",
        "restored",
        "back online|to normal",
        "no longer affected",
        "had no problem|problems|issue|issues|trouble",
        "still able",
        "target|goal|slo|sla",
    ];
    Phrases::of(phrases.map(|phrase| (phrase, ())))
});

/// Parts as words say them, with the words that may stand between them and those who are counted.
const PARTS: &[(f64, &[&str])] = &[
    (
        50.0,
        &[
            "half of",
            "half the|our|all|my",
            "one|1 in|out two|2",
            "one out of two",
            "every second",
            "half",
            "la mitad de|del",
            "uno de cada dos",
            "la moitie de|des|du|d",
            "un sur deux",
            "die halfte der|aller|unserer|des",
            "halfte der|aller|unserer|des",
            "jeder zweite",
            "metade de|dos|das|do",
            "um em cada dois",
        ],
    ),
    (
        100.0 / 3.0,
        &[
            "a|one third of",
            "third of our|the|all",
            "one|1 in|out three|3",
            "one|1 out of three|3",
            "one of every three",
            "one in every three",
            "every third",
            "un tercio de",
            "tercio de",
            "uno de cada tres",
            "un tiers de|des|du",
            "tiers des|de|du",
            "ein drittel der|aller|unserer|des",
            "drittel der|aller|unserer",
            "jeder|jede dritte",
            "um terco dos|das|de|do",
            "um em cada tres",
        ],
    ),
    (
        200.0 / 3.0,
        &[
            "two thirds of",
            "two thirds",
            "two in|of three",
            "two out of three",
            "dos tercios de",
            "deux tiers des|de|du",
            "zwei drittel der|aller|unserer|des",
            "dois tercos dos|das|de|do",
            "dos de cada tres",
        ],
    ),
    (
        25.0,
        &[
            "a|one quarter of",
            "quarter of our|the|all",
            "one|1 in|out four|4",
            "one|1 out of four|4",
            "one in every four",
            "every fourth",
            "la cuarta parte de",
            "un cuarto de",
            "uno de cada cuatro",
            "un quart des|de|du",
            "ein viertel der|aller|unserer|des",
            "viertel der|aller|unserer",
            "jeder|jede vierte",
            "um quarto dos|das|de|do",
            "um em cada quatro",
        ],
    ),
    (
        75.0,
        &[
            "three quarters of",
            "three in|of four",
            "three out of four",
            "tres cuartos de",
            "tres cuartas partes de",
            "trois quarts des|de|du",
            "drei viertel der|aller|unserer|des",
            "dreiviertel der",
            "tres quartos dos|das|de|do",
        ],
    ),
    (
        20.0,
        &[
            "a|one fifth of",
            "one|1 in|out five|5",
            "one|1 out of five|5",
            "one in every five",
            "every fifth",
            "una quinta parte de",
            "la quinta parte de",
            "uno de cada cinco",
            "un cinquieme des|de",
            "ein funftel der|aller",
            "jeder|jede funfte",
            "um quinto dos|das|de",
            "um em cada cinco",
        ],
    ),
    (
        40.0,
        &[
            "two fifths of",
            "two in|of five",
            "two out of five",
            "deux cinquiemes des",
            "zwei funftel der",
            "dois quintos dos",
        ],
    ),
    (60.0, &["three fifths of", "three in|of five", "three out of five", "drei funftel der"]),
    (
        80.0,
        &[
            "four fifths of",
            "four in|of five",
            "four out of five",
            "vier funftel der",
            "cuatro de cada cinco",
        ],
    ),
    (
        10.0,
        &[
            "a|one tenth of",
            "one|1 in|out ten|10",
            "one|1 out of ten|10",
            "one in every ten",
            "every tenth",
            "una decima parte de",
            "uno de cada diez",
            "un dixieme des",
            "ein zehntel der|aller",
            "jeder|jede zehnte",
            "um decimo dos",
            "um em cada dez",
        ],
    ),
    (5.0, &["one|1 in|out twenty|20", "one|1 out of twenty|20", "every twentieth", "jeder zwanzigste"]),
    (70.0, &["seven in|of ten", "seven out of ten", "7 out of 10"]),
    (90.0, &["nine in|of ten", "nine out of ten", "9 out of 10"]),
    (30.0, &["three in|of ten", "three out of ten", "3 out of 10"]),
];

/// Parts as scripts without spaces say them.
const PARTS_DENSE: &[(f64, &[&str])] = &[
    (50.0, &["一半", "半数", "半分", "二分之一", "2分の1"]),
    (100.0 / 3.0, &["三分之一", "三分の一", "3分の1", "1/3"]),
    (200.0 / 3.0, &["三分之二", "三分の二", "3分の2", "2/3"]),
    (25.0, &["四分之一", "四分の一", "4分の1", "1/4"]),
    (75.0, &["四分之三", "四分の三", "4分の3", "3/4"]),
    (20.0, &["五分之一", "五分の一", "5分の1", "1/5"]),
    (10.0, &["十分之一", "一割", "1割", "一成"]),
    (20.0, &["二割", "2割", "两成"]),
    (30.0, &["三割", "3割", "三成"]),
    (40.0, &["四割", "4割", "四成"]),
    (60.0, &["六割", "6割", "六成"]),
    (70.0, &["七割", "7割", "七成"]),
    (80.0, &["八割", "8割", "八成"]),
    (90.0, &["九割", "9割", "九成"]),
];

static FRACTIONS: LazyLock<Phrases<f64>> = LazyLock::new(|| {
    let mut phrases = Phrases::new();
    for (share, parts) in PARTS {
        for part in *parts {
            phrases.add(&format!("{part} ~ {USERS}"), *share);
        }
    }
    // `un utilisateur sur trois`
    for (count, share) in
        [("deux", 50.0), ("trois", 100.0 / 3.0), ("quatre", 25.0), ("cinq", 20.0), ("dix", 10.0)]
    {
        phrases.add(&format!("un|une utilisateur|utilisatrice|client|cliente|eleve|etudiant|lecteur|abonne|visiteur sur {count}"), share);
    }
    let users = USERS_DENSE.join("|");
    for (share, parts) in PARTS_DENSE {
        for part in *parts {
            phrases.add(&format!("{part} ~ {users}"), *share);
            phrases.add(&format!("{users} ~ {part}"), *share);
        }
    }
    phrases
});

/// Numbers that may stand before `percent` as words.
#[rustfmt::skip]
const NUMBERS: &[(&str, f64)] = &[
    ("one", 1.0), ("two", 2.0), ("three", 3.0), ("four", 4.0), ("five", 5.0), ("six", 6.0), ("seven", 7.0),
    ("eight", 8.0), ("nine", 9.0), ("ten", 10.0), ("eleven", 11.0), ("twelve", 12.0), ("fifteen", 15.0),
    ("eighteen", 18.0), ("twenty", 20.0), ("twenty-five", 25.0), ("thirty", 30.0), ("thirty-five", 35.0),
    ("forty", 40.0), ("forty-five", 45.0), ("fifty", 50.0), ("sixty", 60.0), ("sixty-five", 65.0), ("seventy", 70.0),
    ("seventy-five", 75.0), ("eighty", 80.0), ("eighty-five", 85.0), ("ninety", 90.0), ("ninety-five", 95.0),
    ("fünf", 5.0), ("zehn", 10.0), ("zwanzig", 20.0), ("dreißig", 30.0), ("vierzig", 40.0), ("fünfzig", 50.0),
    ("cinco", 5.0), ("diez", 10.0), ("veinte", 20.0), ("treinta", 30.0), ("cuarenta", 40.0), ("cincuenta", 50.0),
    ("dix", 10.0), ("vingt", 20.0), ("trente", 30.0), ("quarante", 40.0), ("cinquante", 50.0),
    ("dez", 10.0), ("vinte", 20.0), ("trinta", 30.0), ("quarenta", 40.0), ("cinquenta", 50.0),
];

/// How far from a percentage its users stand, in words.
const NEAR: usize = 9;

/// The share of users that a text names, in percent, and whether it is a range.
///
/// `about_users` says that the text answers a question for users, so that a bare `20%` is one of them.
pub(super) fn share(text: &str, about_users: bool) -> Option<(f64, bool)> {
    for (at, number, end) in percentages(text) {
        let before = Words::of(clause_before(text.get(..at).unwrap_or_default()));
        let after = text.get(end..).unwrap_or_default();
        let clause = clause_after(after);
        let words = Words::of(clause);
        let remaining = before.len().checked_sub(1).and_then(|last| before.get(last));
        if matches!(remaining, Some("remaining" | "other" | "rest" | "restlichen" | "restante"))
            || SPARED.first(&words).is_some()
        {
            continue;
        }
        let next = OF.first(&words).filter(|found| found.start < NEAR);
        let of = match next {
            Some(found) => Some(found.means),
            // `20% of the weekly rewards` says itself that it is none of users.
            None if words.get(0) == Some("of") && !about_users => continue,
            None => OF
                .find(&before)
                .last()
                .filter(|found| found.end + NEAR > before.len())
                .map(|found| found.means),
        };
        let fits = match of {
            Some(of) => of == Of::Users,
            None => about_users,
        };
        if fits && number.0 > 0.0 && number.0 <= 100.0 {
            return Some(number);
        }
    }
    let words = Words::of(text);
    let fraction = FRACTIONS.first(&words).filter(|found| {
        // `a third of the requests of our users`
        !OF.find(&words)
            .any(|of| of.means == Of::Others && of.start >= found.start && of.start < found.end + 1)
    })?;
    (SPARED.first(&words).is_none()).then_some(((fraction.means * 10.0).round() / 10.0, false))
}

/// The clause in which a percentage stands: `78% of users, while the remaining 22% …` has two.
fn clause_after(text: &str) -> &str {
    let end = text
        .match_indices([',', ';', '(', ')', '。', '，'])
        .map(|(at, _)| at)
        .chain([" while ", " and ", " whereas ", ". "].iter().filter_map(|word| text.find(word)))
        .min();
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

fn clause_before(text: &str) -> &str {
    let start = text
        .match_indices([';', '。'])
        .map(|(at, mark)| at + mark.len())
        .chain(
            [" while ", " and ", " whereas "].iter().filter_map(|word| Some(text.rfind(word)? + word.len())),
        )
        .max();
    start.and_then(|start| text.get(start..)).unwrap_or(text)
}

/// The percentages of a text: where the number starts, what it is, and where what it is ends.
fn percentages(text: &str) -> Vec<(usize, (f64, bool), usize)> {
    let lower = text.to_ascii_lowercase();
    let marks = [
        "%",
        "％",
        "percent",
        "per cent",
        "por ciento",
        "pour cent",
        "pour-cent",
        "prozent",
        "por cento",
        " pct",
        "パーセント",
    ];
    let mut found: Vec<_> = marks
        .iter()
        .flat_map(|mark| lower.match_indices(mark).map(|(at, mark)| (at, at + mark.len())))
        .filter_map(|(at, end)| {
            let before = text.get(..at)?.trim_end();
            let start =
                before.rfind(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).map_or(0, |start| {
                    start + before.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
                });
            let digits = before.get(start..)?;
            let (start, number) = if digits.is_empty() {
                let word = before.rsplit(|c: char| !(c.is_alphabetic() || c == '-')).next()?;
                let (_, number) = NUMBERS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word))?;
                (before.len() - word.len(), *number)
            } else {
                (start, digits.trim_start_matches(['.', ',']).replace(',', ".").parse().ok()?)
            };
            let range = before.get(..start).is_some_and(|rest| {
                let rest = rest.trim_end();
                let rest = rest.strip_suffix(['-', '–', '—']).or_else(|| rest.strip_suffix(" to"));
                rest.is_some_and(|rest| {
                    rest.trim_end().trim_end_matches('%').ends_with(|c: char| c.is_ascii_digit())
                })
            });
            Some((start, (number, range), end))
        })
        .collect();
    found.sort_by_key(|(at, _, _)| *at);
    found
}

/// Numbers of a text, and where each ends: `12,000`, `3.7M`, `2.5 million`, `four`. Years are none.
pub(super) fn counts(text: &str) -> Vec<(u64, usize)> {
    const SMALL: [&str; 11] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let mut counts = Vec::new();
    let mut at = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let end = at + piece.len();
        at = end;
        let word =
            piece.trim().trim_start_matches(['(', '~', '≈', '"']).trim_end_matches([',', '.', ')', '"', '+']);
        if let Some(small) = SMALL.iter().skip(2).position(|small| word.eq_ignore_ascii_case(small)) {
            counts.push((small as u64 + 2, end));
            continue;
        }
        let digits =
            word.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.'))).unwrap_or(word.len());
        let (number, suffix) = word.split_at(digits);
        let next = text.get(end..).and_then(|rest| rest.split_whitespace().next()).unwrap_or_default();
        let factor: Option<f64> = match suffix.to_ascii_lowercase().as_str() {
            "k" => Some(1e3),
            "m" | "mn" => Some(1e6),
            "" => match next.to_ascii_lowercase().as_str() {
                "thousand" | "tausend" | "mil" => Some(1e3),
                "million" | "millions" | "millionen" | "millones" => Some(1e6),
                _ => None,
            },
            _ => continue,
        };
        let grouped = number.split([',', '.']).skip(1).all(|group| group.len() == 3);
        let plain = if grouped && factor.is_none() {
            number.replace([',', '.'], "")
        } else {
            number.replace(',', "")
        };
        if let Ok(value) = plain.parse::<f64>()
            && (0.0..1e12).contains(&value)
            && !(number.len() == 4 && factor.is_none() && (1970.0..2100.0).contains(&value))
            && (factor.is_some() || value.fract() == 0.0)
        {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "small and not negative"
            )]
            counts.push(((value * factor.unwrap_or(1.0)).round() as u64, end));
        }
    }
    counts
}
