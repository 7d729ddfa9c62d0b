//! Who is counted when a share of users is told, and what is counted besides.

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
#[rustfmt::skip]
pub(super) const USERS_DENSE: &[&str] = &[
    "用户", "客户", "顾客", "学生", "老师", "教师", "家长", "员工", "读者", "会员", "商家", "商户", "玩家", "乘客", "患者", "租户", "买家",
    "司机", "骑手", "门店", "考生", "居民", "师生", "访客", "账户", "账号", "ユーザー", "ユーザ", "利用者", "顧客", "お客様", "お客さま", "お店",
    "家庭", "会員", "学生", "生徒", "読者", "患者", "店舗", "加盟店", "社員", "職員", "教員", "保護者", "乗客", "訪問者", "購入者", "契約者",
    "アカウント", "世帯", "住民", "来館者", "受講者", "受験者", "プレイヤー", "参加者",
];

/// What else has percentages. `restored` belongs to them: what is back was not hit.
pub(super) const OTHERS: &str = concat!(
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
