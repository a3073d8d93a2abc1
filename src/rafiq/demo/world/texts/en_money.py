"""English: invoices, cards charged twice, instalments, refunds and cancelled orders."""

from typing import Final

from rafiq.demo.world.scenes import scene

SCENES: Final = (
    scene(
        "en-tax-invoice",
        subject="Tax invoice for {order}",
        tags="invoice",
        places="ae",
        talk="""
        C: Dear team, please issue a tax invoice for {order} in our company name. [Our auditors need it this
           week.|Required for VAT filing.]
        A: {hi} Gladly. Could you send the company name as on the licence and the tax number?
        C pdf: Licence attached.
        A pdf: Here is the tax invoice. If you need a stamped copy I'll post one.
        C: [Perfect, many thanks.|PDF is sufficient. Regards.]
        """,
    ),
    scene(
        "en-double-charge",
        subject="[Charged twice!|Double payment {order}]",
        tags="payment",
        mood="angry",
        places="ae lb",
        talk="""
        C: {salam}, you have taken {price} TWICE. [Rent is due Thursday.|My card is now maxed out at the supermarket
           till. Embarrassing.]
        C pic: bank screenshot
        A: {hi} I can see it: payment {ref} is a hold that was never collected. I've asked the bank to release it
           right now.
        C: And how long is "right now" in bank language?
        A: Usually three working days. If it isn't back by {day+2} evening, we pay you the amount ourselves and
           settle with the bank.
        N: @{boss} may I promise an advance if the hold on {ref} isn't released in time?
        C +2d: [It's back. Thank you for keeping at it.|Released this morning. Fair enough.]
        A: Good. Thank you for bearing with us. {bye}
        """,
    ),
    scene(
        "en-instalments",
        subject="[Paying in instalments|Split payments?]",
        tags="payment",
        places="ae lb",
        product="fridge",
        talk="""
        C: {salam}, how do the four payments work? [Is there a catch?|Last shop said 0% and then there were "fees".]
        A: {hi} A quarter of {price} today and the rest over three months. No interest, no guarantor, no fees. Only
           if a payment is more than ten days late do we add half a percent, and it's written on the page before you
           sign.
        C: [And if I want to pay it off early?|Do you run a credit check?]
        A: Early is fine and costs nothing. The check takes about two minutes and doesn't leave a mark.
        C: [That's refreshingly clear, thanks|Right, signing up]
        """,
    ),
    scene(
        "en-late-payment",
        subject="This month's payment",
        tags="payment",
        mood="happy",
        places="ae",
        talk="""
        C: {salam}. [A bit awkward, but|I'm embarrassed to ask.] my company hasn't paid salaries this month and I
           can't make the payment on the 1st. Can I have a week?
        A: {hi} Please don't be embarrassed. I've moved it by ten days, no charge, and it won't show on your record.
        C: [I actually teared up. Thank you.|You have no idea what that means right now. Thanks.]
        A: I hope it gets easier soon. If next month is tight as well, tell us beforehand and we'll find a way.
        """,
    ),
    scene(
        "en-refund-late",
        subject="[Where is my refund?|Refund for {order} still missing]",
        tags="payment returns",
        mood="angry",
        talk="""
        C: {salam}, "within 72 hours" you said. It has been [nine days|two weeks]. [Are you earning interest on my
           money?|I've been very patient. I'm done being patient.]
        A: {hi} You have every reason. The bank sent the transfer back because one digit of the account number was
           missing, and we should have told you that day.
        C: [So if I hadn't written, you'd have kept it?|Wow.]
        A: It would have surfaced at the end of the month, which is too late. Please send the IBAN to our e-mail, not
           here, and it goes out with the next bank run.
        C: Sent.
        A: Paid. The reference is {ref}.
        C +1d: [Received. Thank you, {lead}.|It's in. Hope you fix the process.]
        """,
    ),
    scene(
        "en-cancel",
        subject="[Cancel {order}|Please cancel my order]",
        tags="order payment",
        talk="""
        C: {salam}, please cancel {order}. [My flatmate bought the same one yesterday. We do not
           communicate.|Landlord is replacing it after all.|Found it cheaper, sorry, being honest]
        A: {hi} It hasn't shipped, so there's no charge. Shall I go ahead?
        C: Yes please
        A: Cancelled. {price} goes back to the same card within three working days; reference {ref}.
        C: [Easy. Thanks!|thank you]
        """,
    ),
    scene(
        "en-return-blender",
        subject="[Returning a blender|Blender smells of burning]",
        tags="returns",
        product="blender",
        places="ae lb",
        talk="""
        C: {salam}, had the {product} for four days and [it can't handle ice|it smells like burning tyres]. I'd like
           to return it.
        A: {hi} No problem, you have seven days. Do you still have the box and all the pieces?
        C: [The box is now a spaceship. The pieces are all here.|Yes, everything]
        A: That'll do. The courier comes {day+1} between 10 and 2. Would you like the money back, or a stronger
           model?
        C: [Money please|Refund. Nothing personal.]
        A: Booked under {ticket}; {price} is back with you within three days of collection. Regards to the spaceship,
           if there is one.
        """,
    ),
    scene(
        "en-price-drop",
        subject="[Price dropped the day after I bought|20% off. Today. Great.]",
        tags="payment order",
        mood="mixed",
        product="airfryer",
        places="ae lb",
        talk="""
        C: {salam}, bought the {product} YESTERDAY. Today it's 20% off. [I feel personally attacked.|Anything you can
           do?]
        A: {hi} I'd feel the same. It's within 48 hours, so I've put the difference in your wallet just now.
        C: [Wait, really? I was just venting|Oh. That was easy. Thank you]
        A: Really. You can move it to your card as well, that takes three days.
        C: [Wallet's fine, I need a kettle anyway|Legend]
        """,
    ),
    scene(
        "en-voucher",
        subject="Voucher not accepted",
        tags="payment",
        talk="""
        C: {salam}, my birthday code doesn't work. [It says invalid. Am I invalid?|Expires tonight!]
        A: {hi} Happy birthday, first of all! Could you type the code here?
        C: BDAY{tail}O
        A: The last character is a zero, our font is to blame. I've put it on your basket already; just refresh.
        C: [It's there 🎉|thanks, you saved my cake money]
        """,
    ),
    scene(
        "en-bulk",
        subject="Quote for 18 kettles",
        tags="order invoice",
        product="kettle",
        places="ae lb",
        talk="""
        C: Hello, we run serviced apartments in {city} and need 18 of the {product}. [Is there a trade price?|Could
           you quote, delivered?]
        A: {hi} From ten pieces up it's 12% off, and the {branch} branch has all 18 in stock.
        A pdf: The quote is attached and valid for five days.
        C +1d: [Approved, please send bank details.|Management said yes. Where do we pay?]
        A: They're on page two of the quote. Delivery is two working days after the transfer.
        """,
    ),
)
