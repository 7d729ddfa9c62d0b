//! Parts and numbers as words say them: `two thirds of`, `fifty`.

/// Parts as words say them, with the words that may stand between them and those who are counted.
#[rustfmt::skip]
pub(super) const PARTS: &[(f64, &[&str])] = &[
    (
        50.0,
        &[
            "half of", "half the|our|all|my", "one|1 in|out two|2", "one out of two", "every second",
            "half", "la mitad de|del", "uno de cada dos", "la moitie de|des|du|d", "un sur deux",
            "die halfte der|aller|unserer|des", "halfte der|aller|unserer|des", "jeder zweite",
            "metade de|dos|das|do", "um em cada dois",
        ],
    ),
    (
        100.0 / 3.0,
        &[
            "a|one third of", "third of our|the|all", "one|1 in|out three|3", "one|1 out of three|3",
            "one of every three", "one in every three", "every third", "un tercio de", "tercio de",
            "uno de cada tres", "un tiers de|des|du", "tiers des|de|du",
            "ein drittel der|aller|unserer|des", "drittel der|aller|unserer", "jeder|jede dritte",
            "um terco dos|das|de|do", "um em cada tres",
        ],
    ),
    (
        200.0 / 3.0,
        &[
            "two thirds of", "two thirds", "two in|of three", "two out of three", "dos tercios de",
            "deux tiers des|de|du", "zwei drittel der|aller|unserer|des", "dois tercos dos|das|de|do",
            "dos de cada tres",
        ],
    ),
    (
        25.0,
        &[
            "a|one quarter of", "quarter of our|the|all", "one|1 in|out four|4", "one|1 out of four|4",
            "one in every four", "every fourth", "la cuarta parte de", "un cuarto de", "uno de cada cuatro",
            "un quart des|de|du", "ein viertel der|aller|unserer|des", "viertel der|aller|unserer",
            "jeder|jede vierte", "um quarto dos|das|de|do", "um em cada quatro",
        ],
    ),
    (
        75.0,
        &[
            "three quarters of", "three in|of four", "three out of four", "tres cuartos de",
            "tres cuartas partes de", "trois quarts des|de|du", "drei viertel der|aller|unserer|des",
            "dreiviertel der", "tres quartos dos|das|de|do",
        ],
    ),
    (
        20.0,
        &[
            "a|one fifth of", "one|1 in|out five|5", "one|1 out of five|5", "one in every five",
            "every fifth", "una quinta parte de", "la quinta parte de", "uno de cada cinco",
            "un cinquieme des|de", "ein funftel der|aller", "jeder|jede funfte", "um quinto dos|das|de",
            "um em cada cinco",
        ],
    ),
    (
        40.0,
        &[
            "two fifths of", "two in|of five", "two out of five", "deux cinquiemes des", "zwei funftel der",
            "dois quintos dos",
        ],
    ),
    (60.0, &["three fifths of", "three in|of five", "three out of five", "drei funftel der"]),
    (
        80.0,
        &[
            "four fifths of", "four in|of five", "four out of five", "vier funftel der",
            "cuatro de cada cinco",
        ],
    ),
    (
        10.0,
        &[
            "a|one tenth of", "one|1 in|out ten|10", "one|1 out of ten|10", "one in every ten",
            "every tenth", "una decima parte de", "uno de cada diez", "un dixieme des",
            "ein zehntel der|aller", "jeder|jede zehnte", "um decimo dos", "um em cada dez",
        ],
    ),
    (5.0, &["one|1 in|out twenty|20", "one|1 out of twenty|20", "every twentieth", "jeder zwanzigste"]),
    (70.0, &["seven in|of ten", "seven out of ten", "7 out of 10"]),
    (90.0, &["nine in|of ten", "nine out of ten", "9 out of 10"]),
    (30.0, &["three in|of ten", "three out of ten", "3 out of 10"]),
];

/// Parts as scripts without spaces say them.
#[rustfmt::skip]
pub(super) const PARTS_DENSE: &[(f64, &[&str])] = &[
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

/// Numbers that may stand before `percent` as words.
#[rustfmt::skip]
pub(super) const NUMBERS: &[(&str, f64)] = &[
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
