"""English: deliveries, from Dubai flats, Beirut stairwells and children abroad."""

from typing import Final

from rafiq.demo.world.scenes import scene

SCENES: Final = (
    scene(
        "en-late-day-off",
        subject="[Where is my washing machine?|Order {order} still not here]",
        tags="delivery",
        mood="angry",
        places="ae lb",
        product="washer",
        talk="""
        C: {salam}, order {order} was meant to arrive {day-1} between 9 and 1. I took the day off for it. [Nobody came, nobody
           called.|Not a soul. No call, no text.]
        C: [I have two kids and a mountain of laundry.|This is the second time.] What is going on?
        A: {hi} You're right to be cross: the van was full and someone should have told you. I'm on the phone to dispatch now and
           will have a time for you within the hour.
        N: @{mate} the {city} route was overbooked again. Can we get this one a fixed slot?
        A +1h: Confirmed: {day+1}, first stop of the day, 8 to 9. The driver's name is {courier} and he'll ring before he sets off.
        C: [Fine. I'll believe it when I see it.|OK. Please let it be true this time.]
        C +1d: It's here and plugged in. [Thank you for actually following up.|Cheers for sorting it.]
        A: Relieved to hear it. I've refunded the delivery fee for the day you lost. {bye}
        """,
    ),
    scene(
        "en-tracking",
        subject="[Tracking not updating|Tracking {track}]",
        tags="delivery",
        places="ae lb",
        talk="""
        C: {salam} the tracking number {track} [says "label created" since three days|hasn't moved since {day-3}]. Is it lost?
        A: {hi} Not lost. It left our warehouse last night; the courier's page is a day behind. You should have it {day+1}.
        C: [ok thx|Great, thanks for the quick answer]
        """,
    ),
    scene(
        "en-parents-tehran",
        subject="Gift for my parents in Shiraz",
        tags="order payment",
        mood="happy",
        places="ca gb",
        product="microwave",
        talk="""
        C: {salam}, I live in {city} and want to send my parents in Shiraz a {product}. [Can I pay with a card from here?|Does your
           site take foreign cards?] My dad insists he's happy heating rice in a pan from 1985.
        A: {hi} Yes: you pay on our Dubai site and the Shiraz branch delivers. If you give me their phone number we'll arrange the
           time in Persian, and we won't mention the price.
        C: Perfect. [Please tell them it's from Nargess, they'll pretend to be annoyed.|Please say it's from the kids.]
        A: Will do. The payment link is in your inbox; delivery is two working days after that.
        C +2d: [Mum sent a 4 minute voice note of thanks. You made her week.|Dad has already microwaved a whole chicken. Thank you!]
        A: That made our morning here too. {bye}
        """,
    ),
    scene(
        "en-courier-praise",
        subject="[Your driver deserves a raise|A thank-you for {courier}]",
        tags="praise delivery",
        mood="happy",
        places="ae lb",
        talk="""
        C: {salam}, not a complaint for once. [Your driver {courier} carried our fridge up four floors when the lift died|{courier}
           delivered today, waited while I got the baby to sleep, and put shoe covers on without being asked]. [Proper
           gentleman.|What a lovely man.]
        A: {hi} Thank you for taking the time. I'm passing this to {courier} and to his manager, word for word.
        N: @{boss} one for the wall. Third nice note about {courier} this month.
        C: Good! [He earned it.|Tell him the baby is still asleep 😄]
        """,
    ),
    scene(
        "en-change-address",
        subject="Change of address, {order}",
        tags="order delivery",
        places="ae lb",
        talk="""
        C: {salam}, [we moved flats last weekend|I typed my old address like an idiot]. Can {order} go to {street} instead?
        A: {hi} It hasn't been loaded yet, so yes. Changed to {street}. Is the phone number the same?
        C: [Same number yes|Yes, ends in {tail}]
        A: All set for {day+1}. {bye}
        """,
    ),
    scene(
        "en-gift-wrap",
        subject="Gift wrap?",
        tags="order",
        mood="happy",
        product="coffee",
        talk="""
        C: {salam}! Any chance you can gift wrap {order} and leave the invoice out of the box? [It's a wedding present|It's for my
           wife's 40th]
        A: {hi} Of course, it's free, and the invoice will only go to your e-mail. Shall we put a note on the card?
        C: ["To many lazy mornings. Love, the Thursday gang"|"Happy birthday, now make me a flat white"]
        A: Written. It'll be ready {day+1}. I hope they love it.
        C: [You're the best|Amazing, thanks so much]
        """,
    ),
)
