"""Everyday words, by which languages written in Latin letters are told apart.

Each list leaves out words that English writes too ("die", "pour", "den"), but for English's own
`SHARED`, which others write as well and which therefore prove less.
"""

ENGLISH = """
the and of with you your yours my mine they them their his her him she this that these those
have has had been were are would could should will shall what when where who whom whose how why
which about because there here really thanks thank please great good love just from for very but
all any some out up get got getting getin gonna wanna it its it's i'm im i've ive i'd i'll
you're youre you've ur u don't dont can't cant won't wont didn't didnt isn't isnt wasn't wasnt
doesn't doesnt haven't havent hasn't hasnt not never nothing nobody every everyone everything
anyone anything someone something still waiting wait much many more most than then now today
tomorrow yesterday week weeks month months year years day days time times again after before
over under into back off down only other another new old first last next best better worst worse
bad amazing awesome brilliant fantastic lovely nice happy sad sorry go going gone went come
coming came know knows knew think thought say says said tell told see saw seen want wanted need
needed like liked make made makes take took give gave work works working worked call called help
helped ask asked feel felt keep kept left right wrong way people guys lads mate lol lmao omg wtf
smh tbh idk innit bruv thx pls plz ok okay yes yeah yep nope hi hello hey ya was is at be by so
do does did if or as an on to in me we our us he one two three four five course class tutor
training certificate staff learner learners school college team teacher brill rubbish shit crap
fuck fucking bloody awful well done job free live let's lets watch through around always ever
even too also though while until since being looking doing having trying mum dad son daughter
kids friend friends passed exam apprenticeship apprentice email phone money refund website book
booked ace sound branch place service reply response answer gutted congrats congratulations
enjoy enjoyed
"""

SHARED = """
all also an as at be best by do he if in is me of on one or so to us was we will
"""

# By ISO 639-1.
OTHERS = {
    "cy": """
        yn mae mae'r i'r o'r a'r ac wedi iawn diolch fawr cwrs gwych oes neb ddim ydy ydw chi fy
        eich gyda roedd ond bod dda pawb sut pryd ble beth rwy dw eto dal aros ateb
        llongyfarchiadau
    """,
    "de": """
        ich und der das ist nicht ein eine einen auf für von dem zu sich auch wie noch nur aber
        wir sie ihr mir mich dich dir bin haben sind schon mal ja nein danke bitte sehr heute
        einfach immer wenn dass doch jetzt nach bei oder kein keine mein meine wird vom zum im
        dann ach achso alle alles besser bis dafür dabei dank deine dein denn diese dieser durch
        eben eher einer eines einem erst euch euer fertig ganz gar geht geil gemacht genau
        genommen gerade gern gerne gibt gleich gut gute guten guter gutes hab habe hallo hatte
        heiß herzlich herzliche herzlichen herzliches hinterm ihn ihm ihre irgendwie kann kannst
        kaputt kleiner klein kommt krank lecker leer leider machen macht mehr mit morgen muss
        müde musste nachteil natürlich nett neu neue neuen neueste neuer nichts nie niemand ob
        ohne schade schlaf schlecht schlimm schreibt schön schöne schönen schönes schwer seit
        sein seine selbst selber sogar soll sonst trotzdem über uhr uns unser unsere unter viel
        viele vielen voll vor wann warum wahnsinn wahr weg wegen weil weiter wenigstens wer
        werden wieder wirklich wo wollte wurde wünsche würde zur zwei zwischen zwar endlich
        geburtstag glückwunsch jahr jahre leute welt woche wochenende abend nacht deutschland
    """,
    "fr": """
        le les est et une pas dans que qui avec je tu il nous vous ce cette mais très merci bien
        c'est j'ai au aux du mon ma ses leur sont plus
    """,
    "es": """
        el los las que es en una por para muy gracias se del lo como pero más mi tu yo está este
        esta ya si te todo bueno qué hoy porque cuando
    """,
    "pl": """
        nie jest się że dla ale jak bardzo czy tak tylko polecam dziękuję już jestem było
    """,
    "pt": """
        não uma muito obrigado obrigada com para por que você isso mais
    """,
    "it": """
        il che non per sono della grazie molto è una di anche questo
    """,
    "ro": """
        și este nu foarte mulțumesc multumesc pentru cu să bun cursul mult
    """,
    # Urdu, Hindi and Punjabi in Latin letters look alike, and no code says so.
    "und": """
        hai ka ki kya nahi nahin bohat bohot bahut acha accha mein aap kitne kitna hain yeh ye
    """,
}
