"""Sources and their approval; accounts; the journal's check."""

from __future__ import annotations

from review_ui.words.word import Word, Words

WORDS: Words = {
    "sources.title": Word("مصادر البلاغات", "Sources"),
    "sources.lead": Word(
        "لا يعمل مصدر بلا موافقة مسجلة سارية: من وافق، وعلى أي أساس، وإلى متى.", "No source works without an approval."
    ),
    "sources.on": Word("مفعّل", "On"),
    "sources.off.none": Word("موقوف: لا موافقة", "Off: none"),
    "sources.off.expired": Word("موقوف: انتهت الموافقة", "Off: expired"),
    "sources.off.revoked": Word("موقوف: سُحبت الموافقة", "Off: revoked"),
    "sources.approved_by": Word("من وافق", "Approved by"),
    "sources.legal_basis": Word("الأساس النظامي", "Legal basis"),
    "sources.reference": Word("رقم المرجع", "Reference"),
    "sources.expires_at": Word("تسري حتى", "Valid until"),
    "sources.revoked_at": Word("سُحبت", "Revoked"),
    "sources.scope.mentions": Word(
        "حسابات البرنامج: يُقرأ ما يُوجَّه إليها", "The programme's accounts: what mentions them"
    ),
    "sources.scope.keywords": Word("كلمات البحث المسموح بها", "Keywords"),
    "sources.scope.accounts": Word("الحسابات المسموح بقراءتها", "Accounts"),
    "sources.scope.feeds": Word("خلاصات الصحف", "Feeds"),
    "sources.scope.origins": Word("الجهات أو الصحف المسموح بها", "Newspapers or senders"),
    "sources.taken": Word("ما وصل منه", "Taken in"),
    "sources.last_taken": Word("(آخره {when})", "the last {when}"),
    "sources.refused": Word("لم يُقبل: خارج الموافقة أو غير مقروء", "Refused: out of scope or unreadable"),
    "sources.last_run": Word("آخر اتصال", "Last run"),
    "sources.paused_until": Word("طلبت المنصة الانتظار حتى", "Rests until"),
    "sources.budget": Word("القراءة المدفوعة هذا الشهر", "Paid reads this month"),
    "sources.budget.used": Word("{used} من {cap}", "{used} of {cap}"),
    "sources.spent": Word(
        "بلغت القراءة المدفوعة حد الشهر فتوقفت. تعود مع أول الشهر القادم، أو برفع الحد في الإعدادات.",
        "The month's paid reads are spent; it begins again with the next month.",
    ),
    "sources.last_error": Word("تعثّر آخر اتصال {when}:", "The last run failed {when}:"),
    "sources.rules": Word("القواعد السارية الآن لدى المنصة ({n})", "Rules in force ({n})"),
    "sources.scope.hint": Word("واحدة في كل سطر. ما ليس هنا لا يُقرأ.", "One a line. What is not here is not read."),
    "sources.basis.installation": Word(
        "المادة 10 من نظام حماية البيانات الشخصية: مصلحة عامة وأقل قدر لازم. يؤكده مشرف.",
        "PDPL Art. 10; to be confirmed by a supervisor.",
    ),
    "sources.approved_at": Word("سُجّلت", "Recorded"),
    "sources.approve": Word("سجّل موافقة", "Record an approval"),
    "sources.renew": Word("جدّد الموافقة", "Renew"),
    "sources.approve.submit": Word("سجّل", "Record"),
    "sources.revoke": Word("أوقف المصدر", "Switch off"),
    "sources.revoke.reason": Word("لماذا توقفه؟", "Why?"),
    "sources.warning.x": Word(
        "شروط المنصة تمنع الاستدلال على الحالة المالية لأفراد إلا بموافقة خطية، وتوجب حذف ما حُذف خلال 24 ساعة.",
        "The platform forbids inferring financial status without written approval.",
    ),
    "sources.warning.whatsapp": Word("ما يُرسله الناس إلينا فقط؛ لا تُقرأ مجموعات خاصة.", "Only what people send to us."),
    "sources.warning.news": Word("النص والرابط من مواقع الصحف وحدها.", "Text and link of newspapers only."),
    "sources.warning.tip_form": Word("بلاغات الناس والصحفيين من هذه الصفحات.", "Tips from these pages."),
    "sources.warning.office": Word("ما يسجله موظف المكتب بيده.", "What an officer writes down."),
    "sources.warning.files": Word("ملف يستورده مسؤول بأمر منه.", "A file that an operator imports."),
    "sources.by.installation": Word("عند التركيب، بانتظار تأكيد مشرف", "At installation; to be confirmed"),
    "accounts.title": Word("الحسابات", "Accounts"),
    "accounts.lead": Word("مدير النظام لا يقرأ ملفات الأسر.", "The administrator reads no family's file."),
    "accounts.add": Word("أضف حسابًا", "Add an account"),
    "accounts.username": Word("اسم المستخدم", "User name"),
    "accounts.display_name": Word("الاسم الظاهر", "Display name"),
    "accounts.role": Word("الدور", "Role"),
    "accounts.scope": Word("النطاق", "Scope"),
    "accounts.scope.all": Word("المملكة كلها", "The whole Kingdom"),
    "accounts.scope.hint": Word("مكتب للجان، ومنطقة أو المملكة للمشرفين.", "An office for committees."),
    "accounts.office": Word("المكتب", "Office"),
    "accounts.region": Word("المنطقة", "Region"),
    "accounts.password": Word("كلمة مرور أولى", "First password"),
    "accounts.password.hint": Word("عشرة أحرف على الأقل.", "Ten letters at least."),
    "field.short_password": Word("كلمة المرور عشرة أحرف على الأقل.", "Ten letters at least."),
    "field.office_needed": Word("اختر مكتبًا: اللجنة ترى حالات مكتبها وحدها.", "A committee needs an office."),
    "accounts.active": Word("نشط", "Active"),
    "accounts.closed": Word("مغلق", "Closed"),
    "accounts.locked": Word("موقوف مؤقتًا", "Locked"),
    "accounts.submit": Word("أضف", "Add"),
    "journal.title": Word("سلامة السجل", "The journal"),
    "journal.lead": Word(
        "كل قيد يحمل بصمة ما قبله؛ أي حذف أو تعديل يظهر هنا.", "Each entry carries the hash of the one before."
    ),
    "journal.check": Word("افحص الآن", "Check now"),
    "journal.whole": Word("السجل سليم كله.", "The journal is whole."),
    "journal.broken": Word("السجل مكسور عند القيد {seq}. أوقف العمل وأبلغ مسؤول الأمن.", "Broken at entry {seq}."),
}
