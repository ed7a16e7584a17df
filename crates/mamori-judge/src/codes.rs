//! The words of the engine's interface: every code that may stand in an input or a reading, with its
//! Japanese and English label. Screens take the labels from here, so that code and screen agree.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::{Serialize, Serializer};

/// A code that the interface does not know; its message names it and lists the known ones.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} に「{code}」というコードはありません。使えるもの: {known} (unknown code in {what})")]
pub struct UnknownCode {
    /// The field that was read, as it is written in the interface.
    pub what: &'static str,
    /// What stood there, cut to 60 characters.
    pub code: String,
    /// The codes that may stand there, with commas between.
    pub known: String,
}

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident in $what:literal {
        $($variant:ident $code:literal $ja:literal $en:literal,)+
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[doc = concat!($en, " (", $ja, ").")] $variant,)+
        }

        impl $name {
            /// Every code, in the order of the interface.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The code as it stands in JSON.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The Japanese label.
            pub const fn ja(self) -> &'static str {
                match self { $(Self::$variant => $ja,)+ }
            }

            /// The English label.
            pub const fn en(self) -> &'static str {
                match self { $(Self::$variant => $en,)+ }
            }

            /// Reads a code; an unknown one comes back with the list of those that are known.
            pub fn parse(code: &str) -> Result<Self, UnknownCode> {
                match code {
                    $($code => Ok(Self::$variant),)+
                    _ => Err(UnknownCode {
                        what: $what,
                        code: code.chars().take(60).collect(),
                        known: [$($code,)+].join(", "),
                    }),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = UnknownCode;
            fn from_str(code: &str) -> Result<Self, UnknownCode> {
                Self::parse(code)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Code;
                impl Visitor<'_> for Code {
                    type Value = $name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        write!(f, "a code of {}", $what)
                    }
                    fn visit_str<E: de::Error>(self, code: &str) -> Result<$name, E> {
                        $name::parse(code).map_err(E::custom)
                    }
                }
                deserializer.deserialize_str(Code)
            }
        }
    };
}

codes! {
    /// What the engine takes a talk to be: a reading for a person to judge, never a decision.
    Verdict in "verdict" {
        Enquiry "enquiry" "問い合わせ" "Enquiry",
        Complaint "complaint" "正当な申出・苦情" "Fair complaint",
        Grey "grey" "要注意" "Needs a second person",
        Harassment "harassment" "カスハラに該当し得る" "May be harassment",
    }
}

codes! {
    /// The way a contact comes in.
    Channel in "channel" {
        Phone "phone" "電話" "Telephone",
        Counter "counter" "窓口・店頭" "Counter",
        Email "email" "メール" "E-mail",
        Chat "chat" "チャット" "Chat",
        Sns "sns" "SNS" "Social media",
        Visit "visit" "訪問先" "Visit",
        Survey "survey" "アンケート" "Survey",
        Review "review" "口コミ" "Review",
        Report "report" "報告書" "Staff report",
    }
}

codes! {
    /// The sector in which the contact takes place.
    Industry in "industry" {
        Retail "retail" "小売" "Retail",
        Restaurant "restaurant" "飲食" "Restaurant",
        Hotel "hotel" "宿泊" "Hotel",
        Railway "railway" "鉄道" "Railway",
        Transport "transport" "バス・タクシー・運輸" "Road transport",
        Airline "airline" "航空" "Airline",
        Delivery "delivery" "配送・宅配" "Delivery",
        Dealer "dealer" "販売店（自動車など）" "Dealer",
        Hospital "hospital" "病院・診療所" "Hospital",
        Pharmacy "pharmacy" "薬局" "Pharmacy",
        Nursing "nursing" "介護" "Nursing care",
        City "city" "自治体" "Local government",
        School "school" "学校" "School",
        Bank "bank" "銀行" "Bank",
        Insurance "insurance" "保険" "Insurance",
        Telecom "telecom" "通信" "Telecommunications",
        Utility "utility" "電気・ガス・水道" "Utilities",
        It "it" "IT サービス" "IT services",
        Realestate "realestate" "不動産" "Real estate",
        Beauty "beauty" "理美容" "Hair and beauty",
        Leisure "leisure" "娯楽・観光" "Leisure",
        Callcentre "callcentre" "コールセンター" "Call centre",
        B2b "b2b" "企業間取引" "Between businesses",
        Other "other" "その他" "Other",
    }
}

codes! {
    /// The language of the talk.
    Lang in "lang" {
        Ja "ja" "日本語" "Japanese",
        En "en" "英語" "English",
        Mixed "mixed" "日本語と英語" "Japanese and English",
    }
}

codes! {
    /// Who speaks.
    Speaker in "speaker" {
        Customer "customer" "お客様" "Customer",
        Staff "staff" "担当者" "Staff",
        Unknown "unknown" "不明" "Unknown",
    }
}

codes! {
    /// What was seen or done at a turn, tapped by a person: it counts as much as words.
    Fact in "facts" {
        Shouting "shouting" "大声" "Shouting",
        Banging "banging" "机などをたたく" "Banging",
        Blocking "blocking" "通路をふさぐ" "Blocking the way",
        RefusesToLeave "refuses_to_leave" "居座り" "Refuses to leave",
        Filming "filming" "撮影" "Filming",
        Touching "touching" "身体に触れる" "Touching",
        Throwing "throwing" "物を投げる" "Throwing things",
        Surrounding "surrounding" "取り囲む" "Surrounding",
        Weapon "weapon" "凶器" "Weapon",
        Drunk "drunk" "酒に酔っている" "Drunk",
        Follows "follows" "後をつける" "Follows",
        DogezaForced "dogeza_forced" "土下座をさせる" "Forces kneeling",
        AskedToStop "asked_to_stop" "やめるよう伝えた" "Asked to stop",
        AskedToLeave "asked_to_leave" "退去を求めた" "Asked to leave",
        FinalAnswerGiven "final_answer_given" "最終回答を伝えた" "Final answer given",
        OurFault "our_fault" "当方に非がある" "Our fault",
        NoFault "no_fault" "当方に非はない" "Not our fault",
    }
}

codes! {
    /// A need that the person named of their own accord (配慮).
    Care in "care" {
        Hearing "hearing" "聴覚" "Hearing",
        Sight "sight" "視覚" "Sight",
        Speech "speech" "発話" "Speech",
        Dementia "dementia" "認知症" "Dementia",
        Intellectual "intellectual" "知的障害" "Intellectual disability",
        Mental "mental" "精神の不調" "Mental illness",
        Language "language" "日本語が不自由" "Language",
        Other "other" "その他" "Other",
    }
}

codes! {
    /// Whether what is demanded is reasonable, whatever the tone.
    DemandValue in "demand.value" {
        Legitimate "legitimate" "妥当" "Legitimate",
        Excessive "excessive" "過大" "Excessive",
        None "none" "要求なし" "None",
        Unknown "unknown" "不明" "Unknown",
    }
}

codes! {
    /// What is demanded.
    DemandKind in "demand.kinds" {
        Refund "refund" "返金" "Refund",
        Exchange "exchange" "交換" "Exchange",
        Repair "repair" "修理" "Repair",
        Apology "apology" "謝罪" "Apology",
        Explanation "explanation" "説明" "Explanation",
        Compensation "compensation" "補償" "Compensation",
        Discount "discount" "値引き" "Discount",
        Dogeza "dogeza" "土下座" "Kneeling apology",
        WrittenApology "written_apology" "謝罪文" "Written apology",
        Dismissal "dismissal" "解雇・処分" "Dismissal",
        Visit "visit" "訪問" "Visit",
        PersonInCharge "person_in_charge" "責任者の対応" "Person in charge",
        SpecialTreatment "special_treatment" "特別扱い" "Special treatment",
        Information "information" "情報" "Information",
        Accommodation "accommodation" "合理的配慮" "Accommodation",
        Service "service" "サービスの提供" "Service",
        Other "other" "その他" "Other",
    }
}

codes! {
    /// Whether the manner is acceptable.
    ConductValue in "conduct.value" {
        Proper "proper" "相当" "Proper",
        Borderline "borderline" "どちらとも言えない" "Borderline",
        Improper "improper" "不相当" "Improper",
    }
}

codes! {
    /// Whether the working environment of the person at work is harmed.
    HarmValue in "harm.value" {
        None "none" "なし" "None",
        Likely "likely" "おそれあり" "Likely",
        Clear "clear" "明らか" "Clear",
        Unknown "unknown" "不明" "Unknown",
    }
}

codes! {
    /// The type of harassment, by which a report names it.
    HarassmentType in "types" {
        TimeRestraint "time_restraint" "時間拘束" "Time restraint",
        Repetition "repetition" "リピート" "Repetition",
        VerbalAbuse "verbal_abuse" "暴言" "Verbal abuse",
        Violence "violence" "暴力" "Violence",
        Threat "threat" "威嚇・脅迫" "Threat",
        Authority "authority" "権威" "Use of authority",
        OffPremises "off_premises" "店舗外拘束" "Restraint off the premises",
        OnlineDefamation "online_defamation" "SNS等での中傷・晒し" "Defamation online",
        Sexual "sexual" "性的言動" "Sexual words or acts",
        Discrimination "discrimination" "差別" "Discrimination",
        Dogeza "dogeza" "土下座要求" "Demand to kneel",
        ExcessiveDemand "excessive_demand" "過大な要求" "Excessive demand",
        Money "money" "金銭要求" "Demand for money",
        PersonalAttack "personal_attack" "従業員個人への攻撃・要求" "Attack on one worker",
        StalkingFilming "stalking_filming" "つきまとい・無断撮影" "Stalking, filming",
        Other "other" "その他" "Other",
    }
}

codes! {
    /// What the rulebook asks for at this point.
    Action in "asks.do" {
        ShowSentence "show_sentence" "言葉の例を示す" "Show a sentence",
        CallSupervisor "call_supervisor" "上司を呼ぶ" "Call a supervisor",
        Takeover "takeover" "交代する" "Take over",
        StopRequest "stop_request" "やめるよう求める" "Ask to stop",
        EndNotice "end_notice" "対応の終了を予告する" "Announce the end",
        EndContact "end_contact" "対応を終える" "End the contact",
        AskToLeave "ask_to_leave" "退去を求める" "Ask to leave",
        Record "record" "記録する" "Record",
        Report "report" "報告する" "Report",
        Legal "legal" "法務に相談する" "Ask legal",
        Police "police" "警察に相談する" "Call the police",
        CareCheck "care_check" "配慮チェック" "Check for needs",
        Aftercare "aftercare" "事後のケア" "Aftercare",
    }
}

codes! {
    /// What our own side does with a sentence.
    StaffAct in "staff.acts" {
        Greeting "greeting" "あいさつ" "Greeting",
        Empathy "empathy" "共感" "Empathy",
        ApologyLimited "apology_limited" "限定したお詫び" "Limited apology",
        ApologyFull "apology_full" "全面的な謝罪" "Full apology",
        Listening "listening" "傾聴" "Listening",
        Confirm "confirm" "確認" "Confirming",
        Question "question" "質問" "Question",
        Explain "explain" "説明" "Explaining",
        Propose "propose" "提案" "Proposal",
        Promise "promise" "約束" "Promise",
        RefuseFirm "refuse_firm" "きっぱり断る" "Firm refusal",
        StopRequest "stop_request" "やめるよう求める" "Asking to stop",
        EndNotice "end_notice" "対応終了の予告" "Notice of the end",
        Warn "warn" "警告" "Warning",
        Handover "handover" "引き継ぎ" "Handover",
        Thanks "thanks" "お礼" "Thanks",
    }
}

codes! {
    /// What in a sentence of ours may make things worse; for the speaker alone.
    Inflaming in "staff.inflaming" {
        Denial "denial" "頭からの否定" "Flat denial",
        Excuse "excuse" "言い訳" "Excuse",
        BlameCustomer "blame_customer" "お客様のせいにする" "Blaming the customer",
        Interrupt "interrupt" "話をさえぎる" "Interrupting",
        Dismissive "dismissive" "軽くあしらう" "Dismissive",
        Rote "rote" "決まり文句" "Rote phrase",
        Sarcasm "sarcasm" "皮肉" "Sarcasm",
        Overpromise "overpromise" "できない約束" "Overpromise",
        LiabilityAdmission "liability_admission" "事実確認前の責任の自認" "Admission of liability",
        PassingAround "passing_around" "たらい回し" "Passing around",
    }
}

codes! {
    /// Why an input could not be read.
    ProblemCode in "error" {
        NotJson "not_json" "JSON として読めません" "Not JSON",
        NotUtf8 "not_utf8" "UTF-8 ではありません" "Not UTF-8",
        MissingField "missing_field" "必要な項目がありません" "A field is missing",
        UnknownCode "unknown_code" "知らないコードです" "Unknown code",
        Empty "empty" "中身がありません" "Empty",
        TooLarge "too_large" "大きすぎます" "Too large",
        BothTurnsAndReport "both_turns_and_report" "turns と report の両方があります" "Both turns and report",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back_and_an_unknown_one_is_named() {
        for fact in Fact::ALL {
            assert_eq!(Fact::parse(fact.as_str()), Ok(*fact));
            assert!(!fact.ja().is_empty() && !fact.en().is_empty());
        }
        let unknown = Speaker::parse("boss").expect_err("nobody's code");
        assert_eq!((unknown.what, unknown.known.as_str()), ("speaker", "customer, staff, unknown"));
        assert!(unknown.to_string().contains("boss"), "{unknown}");
    }
}
