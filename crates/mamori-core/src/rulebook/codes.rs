//! The codes that a rulebook uses, with the words that people read.

use crate::people::text_enum;

text_enum! {
    /// A step of an answer.
    pub enum StepName {
        /// First: take in the feeling.
        Empathy = "empathy" "心情理解・お詫び" "Take in the feeling",
        /// Second: what happened.
        Facts = "facts" "原因・事実確認" "Find the facts",
        /// Third: what can be done.
        Propose = "propose" "代替案・解決策提示" "Offer a way forward",
        /// Last: thanks.
        Thanks = "thanks" "再度のお詫び・感謝" "Thank",
    }
}

text_enum! {
    /// A situation in which a sentence helps.
    pub enum Situation {
        /// Nothing special.
        Calm = "calm" "落ち着いているとき" "Calm",
        /// Anger at what happened.
        Angry = "angry" "お怒りのとき" "Angry",
        /// Insults at a person.
        Insult = "insult" "侮辱されたとき" "Insults",
        /// Threats.
        Threat = "threat" "脅されたとき" "Threats",
        /// A demand to kneel or to write an apology.
        Dogeza = "dogeza" "土下座や念書を求められたとき" "Demands to kneel or sign",
        /// Sexual words.
        Sexual = "sexual" "性的な言葉のとき" "Sexual words",
        /// The same point again.
        Repetition = "repetition" "同じお話が繰り返されるとき" "The same point again",
        /// A long talk.
        Time = "time" "時間が長くなったとき" "A long talk",
        /// Threats with posts and reviews.
        Online = "online" "投稿や口コミの話が出たとき" "Posts and reviews",
        /// Filming.
        Filming = "filming" "撮影されたとき" "Filming",
        /// Drink.
        Drunk = "drunk" "お酒が入っているとき" "Drink",
        /// A need that calls for another way of talking.
        Care = "care" "配慮が必要なとき" "A need for another way",
        /// The first request to stop.
        StopFirst = "stop_1" "やめてほしいと1度目に伝えるとき" "First request to stop",
        /// The second request to stop.
        StopSecond = "stop_2" "2度目に伝えるとき" "Second request to stop",
        /// Announcing the end.
        EndNotice = "end_notice" "終わりを告げるとき" "Announcing the end",
    }
}

text_enum! {
    /// What a sentence does.
    pub enum SentenceKind {
        /// Apologises for the trouble alone.
        LimitedApology = "limited_apology" "限定したお詫び" "Limited apology",
        /// Wins time.
        BuyTime = "buy_time" "時間をもらう" "Buy time",
        /// Refuses.
        FirmRefusal = "firm_refusal" "はっきり断る" "Firm refusal",
        /// Asks to stop.
        StopRequest = "stop_request" "やめてほしいと伝える" "Request to stop",
        /// Announces the end.
        EndNotice = "end_notice" "終わりを告げる" "End notice",
        /// Hands over.
        Handover = "handover" "替わる" "Handover",
        /// Makes talking easier.
        Care = "care" "配慮" "Care",
    }
}

text_enum! {
    /// Who decides: the person in front first, outside help last.
    pub enum LevelId {
        /// The person in front.
        L0 = "L0" "L0" "L0",
        /// The supervisor on site.
        L1 = "L1" "L1" "L1",
        /// Desk and second line.
        L2 = "L2" "L2" "L2",
        /// Head office.
        L3 = "L3" "L3" "L3",
        /// Outside.
        L4 = "L4" "L4" "L4",
    }
}

text_enum! {
    /// Whom a number belongs to.
    pub enum ContactKind {
        /// The police.
        Police = "police" "警察" "Police",
        /// Somebody of our own.
        Internal = "internal" "社内" "Internal",
    }
}

text_enum! {
    /// Where a version of the rulebook stands.
    pub enum RulebookState {
        /// Being written.
        Draft = "draft" "下書き" "Draft",
        /// Approved; in force from its date on, until the next.
        Approved = "approved" "承認済み" "Approved",
        /// Given up before it was approved.
        Discarded = "discarded" "取り下げ" "Discarded",
    }
}
