"""How mail servers say that a mail did not arrive, in the words of many of them."""

from __future__ import annotations

import re

SENDER = re.compile(
    r"mailer.?daemon|mail.?daemon|post.?master|poostmaster|mail.?delivery|mail.?deliver.?system|mail administrator|"
    r"delivery.?(?:subsystem|service|system)|system.?administrator|auto.?bounce|mmsc.?ndr|"
    r"bounces?[-+_=@]|mail.?system|content-filter|(?:^|<)(?:bounce|ndr|dsn)s?@",
    re.IGNORECASE,
)
# Robots of many kinds write under these; only clear words make a report of their mails.
UNATTENDED = re.compile(r"(?:^|<)(?:no-?reply|do-?not-?reply|notifications?)@", re.IGNORECASE)
SUBJECT = re.compile(
    r"undeliver|deliver(?:y|ed)?[ -](?:status|failure|failed|problem|error|delay|notification|report|unsuccessful|has)|"
    r"fail(?:ure|ed)[ -](?:notice|notification|to deliver|delivery|report)|returned (?:mail|message|to sender)|"
    r"mail deliver|mail system error|could ?n[o']t (?:be )?(?:send|sent|deliver)|cannot send|not (?:be(?:en)? )?delivered|"
    r"postmaster notify|non.?deliver|error sending|rejected (?:mail|message|email)|message (?:blocked|rejected|delayed|undeliver)|"
    r"mail(?:box)? (?:failure|error|returned)|e?-?mail bounce|bounced? (?:mail|message|notification|e-?mail|action)|"
    r"unsolicited bulk|blocked by our|delay(?:ed)? (?:mail|message|warning|notification)|warning: (?:message|could|mail)|"
    r"mail error|error (?:report|in your mail|mail)|failed mail|problem delivering|unable to deliver|\[bounce\]|errors from|message you sent|user unknown|unknown (?:user|recipient)|mail failure|message status|aws notification message|"
    r"unzustellbar|nicht zugestellt|zustell|übermittlungsstatus|non recapitabile|mancato recapito|mancata consegna|"
    r"no (?:se puede|se ha podido|se pudo) entregar|no entregad|fallo en la entrega|non remis|échec|echec|non distribu|"
    r"onbestelbaar|niet bezorgd|kunne ikke leveres|kan inte levereras|olevererbart|não (?:foi )?entreg|falha na entrega|não é possível entregar|"
    r"не ?доставлен|недоставленн|ne ?doručitel|nedoručen|niedostarcz|niemożność|iletilemedi|teslim edilemedi|"
    r"تعذر (?:ال)?تسليم|غير قابل للتسليم|لم يتم تسليم|فشل (?:في )?(?:ال)?تسليم|تحویل (?:داده )?نشد|غیر ?قابل تحویل|ناموفق بودن تحویل|ارسال نشد|"
    r"配信(?:不能|エラー|不可|できません|に失敗)|無法(?:傳遞|投遞|送達)|未傳遞|メールエラー|エラー通知|送信エラー|送信できません|退信|无法(?:投递|送达)|投递失败|未送达|배달되지|반송",
    re.IGNORECASE,
)
BODY = re.compile(
    r"(?:could|can)(?: ?not|n['’]t| not) be delivered|was(?: ?not|n['’]t) (?:able to deliver|delivered|be delivered)|unable to deliver|"
    r"undeliverable|delivery (?:has |to the following |attempt|of your |status notification|notification|failure|failed|problem|error)|"
    r"delevery to|permanent(?:ly)? (?:error|fatal|failure|failed|rejected)|did not reach the following|has not (?:yet )?been delivered|"
    r"address(?:es)? (?:had|failed|has)|had (?:permanent|transient|delivery|fatal)|trouble delivering|"
    r"final delivery userid|failure reasons?|transcript of session|error(?:s)? (?:while|has occurred while) attempting|"
    r"was rejected|were rejected|has been rejected|rejected recipient|reject(?:ed|ion)? reason|returned to (?:the )?sender|"
    r"no valid recipients|mailbox (?:is )?(?:full|unavailable|disabled|not found)|user (?:is )?(?:unknown|not found|not listed)|"
    r"unknown (?:user|recipient|local)|no such (?:user|recipient|address)|recipient (?:address )?(?:rejected|unknown|not)|"
    r"invalid (?:address|recipient|mailbox)|account (?:is )?(?:disabled|inactive)|returned message|unsent message|"
    r"message (?:was )?(?:blocked|not delivered|delivery)|not delivered|delivery is delayed|has been delayed|will be retried|"
    r"will keep trying|bounce notification|\"?notificationType\\*\"? ?: ?\\*\"(?:Bounce|Complaint)|doesn['’]t exist|does not exist|"
    r"wasn['’]t delivered|couldn['’]t be (?:found|delivered)|"
    r"nicht (?:zugestellt|ausgeliefert|übermittelt)|unzustellbar|fehlgeschlagen|n['’]a pas (?:pu être|été) (?:remis|distribu|livr)|"
    r"no se (?:ha podido|pudo|puede) entregar|non (?:è stato possibile|recapitabile)|não (?:foi possível|pôde ser) entreg|"
    r"не (?:может быть|был[оа]? ?|удалось) ?достав|недоставлен|niet worden (?:bezorgd|afgeleverd)|"
    r"تعذر (?:ال)?تسليم|لم يتم (?:ال)?تسليم|غير موجود|تحویل (?:داده )?نشد|ارسال نشد|"
    r"送信できません|配信できません|配信不能|届けることができません|お届けできません|エラーメッセージ|无法(?:投递|送达)|退信",
    re.IGNORECASE,
)
DELAYED = re.compile(
    r"delay(?:ed|s)?\b|warning message only|will be retried|not yet been delivered|will keep trying|attempts will continue|"
    r"could not send message for past|do not need to resend|no action is required|still being retried|wird weiter versucht|"
    r"verzöger|retardé|retrasad|ritardo|отложен|задерж|تأخير|تأخر|تأخّر|با تأخیر|遅延|延迟",
    re.IGNORECASE,
)
FINAL = re.compile(
    r"permanent|giving up|given up|fatal error|failed permanently|could not be delivered|cannot be delivered|delivery failed|"
    r"delivery has failed|user unknown|no such user|undelivered mail returned",
    re.IGNORECASE,
)
# Where the mail that came back begins.
ORIGINAL = re.compile(
    r"^[ \t>]*(?:[-=_*#]{2,}[^\n]{0,40}?(?:copy of|original|returned|unsent|undelivered|message (?:header|text|content|follows)|header of|"
    r"below this line|your (?:mail|message)|the (?:body|headers?|message))[^\n]{0,80}|"
    r"(?:included is|below is|here is|the following is|this is|attached is) a copy[^\n]{0,80}|(?:the )?original message (?:follows|headers?|is attached|:)[^\n]{0,40}|"
    r"bounced e-?mail:?|(?:the )?(?:headers? of the )?original (?:message|mail|e-mail)(?: (?:follows|headers?|text))?[:.]?|message (?:header|contents?) follows?:?|"
    r"(?:return-path|received|x-received|dkim-signature|arc-seal)[ \t]?:[ \t]?\S[^\n]{0,200})[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
# People to turn to are no recipients.
NOT_FAILED = re.compile(
    r"contact|assistance|support|help|questions?|please (?:see|forward|send|e-?mail)|postmaster|mailer-daemon|message-id|"
    r"received:|from:|sender|by \S+ (?:with|id)|reply-to|envelope-from|return-path|mail from|x-mailer|"
    r"reporting|identifier|unsubscribe|did not originate",
    re.IGNORECASE,
)
RECIPIENT_HINT = re.compile(
    r"recipient|address|deliver|failed|to:|userid|user|rcpt|mailbox|unknown|could not|reach|following|empf|destinat|получател|"
    r"گیرنده|المستلم|宛先|送信先|مرحب|hello|dear",
    re.IGNORECASE,
)
COMPLAINT_SUBJECT = re.compile(
    r"complaint about message|abuse report|email feedback report|feedback loop|spam complaint", re.IGNORECASE
)
