"""The words that mail programs of many languages put around quoted text and under messages."""

from __future__ import annotations

import re

LONGEST_LINE = 400
# Marks that only steer the direction of a line; Gmail writes them around Persian and Arabic attributions.
_MARKS: dict[int, str | None] = {
    ord(mark): None for mark in "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
}
_MARKS[0xA0] = " "

_WROTE = (
    r"wrote|writes|said|schrieb|schrieben|a écrit|ecrit|écrivait|escribió|escribi[oó]|ha scritto|schreef|skrev|escreveu|"
    r"napisał(?:\(a\))?|napsal(?:\(a\))?|написал(?:\(а\)|а)?|пишет|писал\(а\)|kirjoitti|yazdı|şunu yazdı|írta|a scris|"
    r"написав(?:\(ла\))?|έγραψε|כתב/?ה?|viết|"
    r"نوشت|نوشته است|نوشتند|نوشته‌?اند|مرقوم فرمود(?:ند)?|كتب|كتبت|کتب|كتب/ت|"
    r"تمت كتابة ما يلي بواسطة.{0,150}|写道|寫道|のメール|さんは書きました|님이 작성"
)
# “On …, … wrote:” in one line or joined from up to four.
ATTRIBUTION = re.compile(
    rf"(?:.{{2,{LONGEST_LINE}}}[\s>,)\]]|\S+\s)(?:{_WROTE})\s?(?:<[^<>]{{3,150}}>\s?)?[:：]\s*\Z", re.IGNORECASE
)
ATTRIBUTION_START = re.compile(
    r"\s*(?:on|am|le|el|il|op|den|em|w dniu|dne|в|on the|at|in message|in article|quoting|zitat von|citando|"
    r"در(?: تاریخ)?|به تاریخ|في|فی|بتاريخ|يوم|كتب|کتب)\b.{0,300}",
    re.IGNORECASE,
)
ENDS_ATTRIBUTION = re.compile(rf"(?:{_WROTE})\s?(?:<[^<>]{{3,150}}>\s?)?[:：]\s*\Z", re.IGNORECASE)
# Any language: a line with somebody's address that ends with a colon, right above quoted lines.
ANY_ATTRIBUTION = re.compile(
    r"[^\n]{0,300}(?:@|\d{1,2}[:.٫]\d{2}|[۰-۹٠-٩]{1,2}[:٫][۰-۹٠-٩]{2}|\d{4})[^\n]{0,200}[:：]\s*\Z"
)

_RULE = r"[-_=*–—\s]{2,60}"
ORIGINAL = re.compile(
    rf"\s*[-_=*–—]{_RULE}\s*(?:original (?:message|e-?mail)|reply message|original-nachricht|ursprüngliche nachricht|"
    r"urspr[üu]ngliche mail|message d'origine|message original|courriel original|mensaje original|mensagem original|"
    r"messaggio originale|oorspronkelijk bericht|ursprungligt meddelande|oprindelig meddelelse|opprinnelig melding|"
    r"wiadomość oryginalna|původní zpráva|исходное сообщение|пересылаемое сообщение|alkuperäinen viesti|orijinal mesaj|"
    r"پیام اصلی|پیام اصلي|متن اصلی|نامه اصلی|پيام اصلي|الرسالة الأصلية|الرسالة الاصلية|رسالة أصلية|原始邮件|原始郵件|元のメッセージ)"
    rf"\s*{_RULE}\s*\Z",
    re.IGNORECASE,
)
FORWARDED = re.compile(
    rf"\s*(?:[-_=*–—]{_RULE}\s*)?(?:(?:begin )?forwarded message|weitergeleitete nachricht|anfang der weitergeleiteten nachricht|"
    r"message transféré|début du message (?:réexpédié|transféré)|mensaje reenviado|messaggio inoltrato|mensagem encaminhada|"
    r"doorgestuurd bericht|пересылаемое сообщение|پیام هدایت شده|پیام هدایت‌شده|پیام فوروارد شده|پیام بازارسال شده|"
    rf"رسالة معاد توجيهها|رسالة مُعاد توجيهها|رسالة محوّلة|بداية الرسالة المعاد توجيهها)\s*:?\s*(?:{_RULE})?\s*:?\Z",
    re.IGNORECASE,
)
FORWARD_SUBJECT = re.compile(
    r"\s*(?:fwd?|fw|wg|tr|rv|enc|i|doorst|vs|vb|pd|إعادة توجيه|اعادة توجيه|هدایت|ارجاع|بازارسال|فوروارد)\s*[:：]",
    re.IGNORECASE,
)

_FROM = r"from|von|de|da|van|fra|från|od|от|lähettäjä|gönderen|kimden|از طرف|از|فرستنده|من|المرسل|发件人|寄件者|差出人|보낸 사람|feladó"
_FIELDS = (
    r"sent|date|to|cc|subject|reply-to|gesendet|datum|an|betreff|envoyé|envoye|à|objet|cc|date|enviado(?: el)?|enviada em|"
    r"fecha|para|asunto|assunto|inviato|a|oggetto|data|verzonden|aan|onderwerp|sendt|til|emne|skickat|till|ämne|"
    r"wysłano|do|temat|odesláno|komu|předmět|отправлено|дата|кому|тема|lähetetty|vastaanottaja|aihe|gönderildi|kime|konu|"
    r"ارسال شده|ارسال‌شده|فرستاده شده|تاریخ|زمان|به|گیرنده|رونوشت|موضوع|عنوان|"
    r"أرسلت|تم الإرسال|تاريخ الإرسال|الإرسال|التاريخ|تاريخ|إلى|الى|نسخة|الموضوع|المستلم|发送时间|收件人|主题|送信日時|宛先|件名|tárgy|dátum|címzett"
)
HEADER_FROM = re.compile(rf"[\s*_>]*(?:{_FROM})[*_ \xa0]*[:：]\**\s*\S.{{0,300}}\Z", re.IGNORECASE)
HEADER_FIELD = re.compile(rf"[\s*_>]*(?:{_FIELDS})[*_ \xa0]*[:：]", re.IGNORECASE)

SENT_FROM = re.compile(
    r"\s*(?:sent (?:from|via|with|using) (?:my |the )?(?:\S+ ){0,6}\S+|sent from \S+|get outlook for \S+.{0,80}|"
    r"(?:diese nachricht wurde )?von meinem .{2,60} gesendet|gesendet (?:von|mit|über) .{2,80}|von .{2,40} gesendet|"
    r"envoy[ée] (?:de|depuis|à partir de) (?:mon |ma )?.{2,80}|enviado (?:desde|do|a partir do) (?:mi |meu )?.{2,80}|"
    r"inviato da .{2,80}|verzonden (?:vanaf|met|vanuit) .{2,80}|отправлено (?:с|из) .{2,80}|outlook f[üo]r (?:android|ios) .{0,60}|"
    r"(?:ارسال|فرستاده) ?شده (?:از|توسط|با) .{2,80}|از .{2,60} (?:من )?(?:ارسال|فرستاده) شد(?:ه است)?|"
    r"(?:مُرسل(?:ة)?|مرسل(?:ة)?|أُرسلت|أرسلت|ارسلت|تم الإرسال|تم ارسالها|تم إرسالها|أُرسِلت) (?:من|بواسطة|عبر|باستخدام) .{2,80}|"
    r"احصل على outlook .{2,60}|دریافت outlook .{2,60}|outlook .{2,40} را دریافت کنید.{0,40})"
    r"(?:\s*<https?://\S{1,200}>)?[.\s]*\Z",
    re.IGNORECASE,
)

REPLY_SUBJECT = re.compile(
    r"\s*(?:auto(?:matic|mated)?[- ]?(?:repl(?:y|ied)|response|antwort|matische antwort)|out of (?:the )?office(?=\s*(?:\Z|[:(–-]|auto|repl|resp|mess|noti))|"
    r"automatische (?:antwort|beantwoording)|abwesenheit|r[ée]ponse automatique|absence du bureau|respuesta autom[áa]tica|"
    r"risposta automatica|resposta autom[áa]tica|fuera de (?:la )?oficina|автоответ|автоматический ответ|afwezig|poissaolo|"
    r"پاسخ خودکار|پاسخ اتوماتیک|پاسخگوی خودکار|خارج از دفتر|رد تلقائي|الرد التلقائي|رد آلي|خارج المكتب|自动回复|自動回覆|自動応答|자동 ?회신|vacation (?:reply|response)|autosvar)",
    re.IGNORECASE,
)


def plain(line: str) -> str:
    """Take the marks of direction out of a line, so that it can be compared."""
    return line if line.isascii() else line.translate(_MARKS)
