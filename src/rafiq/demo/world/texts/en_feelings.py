"""English: public fury, private thanks, wrong numbers, and people who only say hi."""

from typing import Final

from rafiq.demo.world.scenes import scene

SCENES: Final = (
    scene(
        "en-public-fury",
        subject="[Posting this everywhere|Consumer protection is next]",
        tags="complaint delivery",
        mood="angry",
        places="ae lb",
        product="fridge",
        talk="""
        C: Congratulations, you've made me the person who complains online. [My post has 900 shares.|The residents'
           group (2,400 people) says hi.]
        C: 23 days. {price}. No fridge. [Every agent is "so sorry" and nobody DOES anything.|Five agents, five
           stories.]
        A: {hi} You won't get a sixth story from me. I'm opening your order with my supervisor this minute.
        N: @{boss} urgent: 23 days, three broken promises, public post. {branch} has one on the floor. Can it go out
           today?
        A2: This is {me}, I run the team. What happened: your order fell off the loading list twice. One leaves the
           {branch} branch now and reaches you before ten tonight; delivery and 5% of the price are refunded.
        C: [Screenshotted.|If it's 10:01 I'm writing part two.]
        C +4h: [It came, with time to spare. I've added that to the post.|It's here. You finished well, I'll say that
           publicly too.]
        A2: That's more than fair. The report on those two mistakes is with the warehouse manager, so it doesn't
           happen to the next person.
        """,
    ),
    scene(
        "en-nobody-answers",
        subject="[Hello???|Anyone there]",
        tags="complaint technician",
        mood="angry",
        places="ae lb",
        product="dishwasher",
        talk="""
        C: hello?
        C: [HELLO|40 minutes on hold then cut off]
        C: [three tickets, zero humans|is this a bot]
        A: {hi} A human, and I'm not leaving until this is solved. I've put your three tickets side by side: the
           {product} was delivered eleven days ago and never connected, correct?
        C: YES. [it's in my living room. we eat on it.|it has a tablecloth now]
        A: The installer comes {day+1} at nine; the text confirming it should have reached you just now. If he isn't
           there by half past, send me one full stop and I'll call.
        C: [got the text. ok.|fine. ok. thank you]
        C +1d: [No full stop needed.|installed. where was this energy 11 days ago]
        """,
    ),
    scene(
        "en-thanks-mum",
        subject="[A thank you|Please tell your colleague]",
        tags="praise",
        mood="happy",
        talk="""
        C: {salam}, someone on your team spent [forty minutes|nearly an hour] on the phone with my 78-year-old mum
           until she could use the {product}. [She now thinks she has a friend at Narvan.|She's asked if the lovely
           person is married.]
        A: {hi} That made the whole room smile. Please tell her she can call her friend any time.
        N: @{mate} I think this was you. Well done.
        C: [I will! Have a great week|She'll hold you to that]
        """,
    ),
    scene(
        "en-sorry-from-me",
        subject="I owe you an apology",
        tags="praise returns",
        mood="happy",
        talk="""
        C: {salam}, the replacement {product} came and it's perfect. Also, [I was a bit of a monster last week|I was
           rude to whoever answered on Tuesday]. Sorry.
        A: {hi} Nothing to forgive. Anyone would be cross with a machine that doesn't work. Enjoy the new one.
        C: [You're kind. Cheers|🙏 thanks for being nice about it]
        """,
    ),
    scene(
        "en-moving-abroad",
        subject="[Will it work in Canada?|Taking my espresso machine home]",
        tags="order warranty",
        product="coffee",
        places="ae lb",
        talk="""
        C: {salam}, I'm moving [back to Toronto|to Vancouver] in spring. Will my {product} work there, and does the
           warranty come along?
        A: {hi} Honest answer: it's built for 220 volts, so in Canada it would need a big transformer, and I wouldn't
           do that to your coffee. The warranty covers the Gulf, Lebanon and Iran.
        C: [Ok sad but clear. Do you buy back?|Appreciate the honesty]
        A: We do take machines in good condition at the {branch} branch, usually for about {half}. Write to us a
           month before you leave and I'll arrange it.
        C: [Will do, thanks!|Great, setting a reminder]
        """,
    ),
    scene(
        "en-scam",
        subject="[Is this call really from you?|Suspicious caller]",
        tags="account",
        talk="""
        C: {salam}, a man rang saying I've won a vacuum cleaner from Narvan and he needs [my card number "for
           shipping"|the code that was texted to me]. [Smelled fishy.|He was very friendly.]
        A: {hi} That wasn't us. We never ask for card numbers or codes by phone. Did you give him anything?
        C: [No, I told him I only use brooms|I gave the card number but not the code]
        A: Good that you kept the code. To be safe, freeze the card in your bank's app and send me his number, if you
           have it, so we can report it.
        C: [Done. Thanks for the quick reply|Frozen. Thank you]
        """,
    ),
    scene(
        "en-wrong-company",
        subject="Taxi never came",
        tags="account",
        mood="happy",
        talk="""
        C: Your driver [drove straight past me and charged me anyway|has my umbrella]. I want a refund.
        A: {hi} I wish I could help, but we sell fridges and washing machines. I think this was meant for a taxi
           company.
        C: [Oh no. Sorry!! 😂|I've been typing into the wrong window for ten minutes]
        A: No harm done. I hope you get it back. {bye}
        """,
    ),
    scene(
        "en-job",
        subject="Do you need technicians in {city}?",
        tags="account",
        places="ae lb",
        talk="""
        C: {salam}, I'm a refrigeration technician with [seven|nine] years' experience, based in {city}. Are you
           hiring?
        A: {hi} Thank you for asking. The form is at the bottom of "About us", under "area technicians"; they usually
           answer within two weeks.
        C: [Applied. Wish me luck|Submitted, thank you]
        A: Good luck. I've passed your name to our field team as well.
        """,
    ),
    scene(
        "en-hi",
        subject="Question",
        tags="order",
        talk="""
        C: [hi|Hello, is this live?|hey]
        C: [anyone?|👋]
        A: {hi} Yes, a real person. How can I help?
        C: [is the {product} in stock? site keeps changing its mind|when is the {product} on sale next]
        A: In stock right now at {price}. I can hold one for you until tonight if you like.
        C: [hold it please|just looking, thanks]
        """,
    ),
    scene(
        "en-old-fridge",
        subject="Do you take the old one away?",
        tags="delivery order",
        product="fridge",
        places="ae lb",
        talk="""
        C: {salam}, when the new fridge comes, [does the driver take the old one?|what do I do with the old one? It
           weighs as much as a car.]
        A: {hi} He takes it with him, free. If its motor still runs, we also take up to {fee} off the new one.
        C: [It runs. It complains, but it runs.|Runs fine, just ugly]
        A: Then it counts. I've noted it on {order}; please have it empty and unplugged the night before.
        C: [Fantastic|Great service, thanks]
        """,
    ),
    scene(
        "en-quiet-please",
        subject="How loud is it really?",
        tags="order",
        product="hood",
        places="ae lb",
        talk="""
        C: {salam}, [open-plan studio here|my desk is in the kitchen]: how loud is the {product} on its lowest
           setting? [The website says "quiet". Everything says quiet.|]
        A: {hi} 41 decibels on one, 58 on three. One is about a soft conversation; three you'll notice on a call.
        C: [Finally a number. Thank you.|That's great, ordering.]
        """,
    ),
)
