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
        C: {salam}, order {order} was meant to arrive {day-1} between 9 and 1. I took the day off for it. [Nobody
           came, nobody called.|Not a soul. No call, no text.]
        C: [I have two kids and a mountain of laundry.|This is the second time.] What is going on?
        A: {hi} You're right to be cross: the van was full and someone should have told you. I'm on the phone to
           dispatch now and will have a time for you within the hour.
        N: @{mate} the {city} route was overbooked again. Can we get this one a fixed slot?
        A +1h: Confirmed: {day+1}, first stop of the day, 8 to 9. The driver's name is {courier} and he'll ring
           before he sets off.
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
        C: {salam} the tracking number {track} [says "label created" since three days|hasn't moved since {day-3}]. Is
           it lost?
        A: {hi} Not lost. It left our warehouse last night; the courier's page is a day behind. You should have it
           {day+1}.
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
        C: {salam}, I live in {city} and want to send my parents in Shiraz a {product}. [Can I pay with a card from
           here?|Does your site take foreign cards?] My dad insists he's happy heating rice in a pan from 1985.
        A: {hi} Yes: you pay on our Dubai site and the Shiraz branch delivers. If you give me their phone number
           we'll arrange the time in Persian, and we won't mention the price.
        C: Perfect. [Please tell them it's from {first}, they'll pretend to be annoyed.|Please say it's from the
           kids.]
        A: Will do. The payment link is in your inbox; delivery is two working days after that.
        C +2d: [Mum sent a 4 minute voice note of thanks. You made her week.|Dad has already microwaved a whole
           chicken. Thank you!]
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
        C: {salam}, not a complaint for once. [Your driver {courier} carried our fridge up four floors when the lift
           died|{courier} delivered today, waited while I got the baby to sleep, and put shoe covers on without being
           asked]. [Proper gentleman.|What a lovely man.]
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
        C: {salam}, [we moved flats last weekend|I typed my old address like an idiot]. Can {order} go to {street}
           instead?
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
        C: {salam}! Any chance you can gift wrap {order} and leave the invoice out of the box? [It's a wedding
           present|It's for my wife's 40th]
        A: {hi} Of course, it's free, and the invoice will only go to your e-mail. Shall we put a note on the card?
        C: ["To many lazy mornings. Love, the Thursday gang"|"Happy birthday, now make me a flat white"]
        A: Written. It'll be ready {day+1}. I hope they love it.
        C: [You're the best|Amazing, thanks so much]
        """,
    ),
    scene(
        "en-wrong-colour",
        subject="[Wrong colour|I ordered cream, not black]",
        tags="delivery returns",
        mood="mixed",
        product="kettle",
        places="ae lb",
        talk="""
        C pic: {salam}, ordered cream, got black. [My kitchen looks like it's in mourning.|Photo attached.]
        A: {hi} Clearly not cream, I'm sorry. I can swap it {day+1} at your door, or you keep it and we return 10%.
           Which would you like?
        C: [Swap please|Swap. I'm weirdly attached to cream.]
        A: Done. The courier brings the cream one {day+1} and takes this back; just leave it in its box.
        C: [Thank you!|Great, cheers]
        """,
    ),
    scene(
        "en-half-order",
        subject="Half my order is missing",
        tags="delivery",
        mood="mixed",
        places="ae lb",
        talk="""
        C: {salam}, {blender} arrived, {iron} didn't. [Site says "delivered in full". It is not in full.|And yet it's
           marked delivered?]
        A: {hi} They come from two warehouses and the site shouldn't have said that. The {iron} is on its way and
           arrives {day+1}.
        C: [Someone should fix that page, I nearly rang the police 😅|Ok, but say so on the page!]
        A: Agreed, and I've told the web team.
        N: Third "delivered" mix-up this week. @{boss} could you raise it with the web team?
        C +1d: [Got it now, thanks|Arrived.]
        """,
    ),
    scene(
        "en-dented",
        subject="[Dented on arrival|Big dent in the side]",
        tags="delivery returns",
        mood="mixed",
        product="fridge",
        places="ae lb",
        talk="""
        C pic: {salam}, the fridge just came with a dent the size of a [football|dinner plate]. [The guys said "sign,
           it's nothing".|Box was torn as well.]
        A: {hi} That isn't nothing. Please don't plug it in and keep the box. Could you send me one more picture, of
           the sticker with the serial number?
        C pic: {serial}
        A: Thank you. Damage claim {ticket} is open. A new one comes {day+2} and this one leaves with the same van,
           at no cost to you.
        C: [Appreciated.|Fine, but please no dents this time]
        """,
    ),
    scene(
        "en-neighbour",
        subject="Delivered to whom?",
        tags="delivery",
        mood="mixed",
        places="ae lb",
        talk="""
        C: {salam}, the app says delivered. It was not delivered to me. [Who is "reception"? We don't have a
           reception.|Who signed for it?]
        A: {hi} I've asked the courier: you weren't in, so he left it with the neighbour on the ground floor. He
           should have rung you first.
        C: [We are at war with the ground floor.|I don't even know them.]
        A: Understood. Shall he come back, collect it and bring it to your door?
        C: [No need, I braved it. They were nice actually|Went and got it. Next time call please]
        A: I've put "hand to recipient only" on your account. Sorry for the adventure.
        """,
    ),
    scene(
        "en-uk-gift-late",
        subject="Gift for my grandmother",
        tags="delivery order",
        mood="mixed",
        places="gb ca",
        product="kettle",
        talk="""
        C: {salam}, I ordered the {product} from {city} for my grandmother in Tehran, {order}. She says [no one has
           called her|nothing has come], but she also [doesn't hear the phone|hangs up on unknown numbers].
        A: {hi} Our Tehran team tried her twice. Is there a neighbour or relative we could call instead?
        C: My uncle, [he's downstairs from her|same building, second floor]. I'll e-mail you his number.
        A: Got it, thank you. He knows we're coming {day+1} in the afternoon.
        C +1d: [She has it! She called me to complain it's too fancy.|Delivered. She made your driver stay for tea.]
        A: Then everything went as it should. {bye}
        """,
    ),
)
