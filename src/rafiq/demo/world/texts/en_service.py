"""English: visits, parts, warranty, the website, and people who just want to know which one to buy."""

from typing import Final

from rafiq.demo.world.scenes import scene

SCENES: Final = (
    scene(
        "en-install",
        subject="[Who installs it?|Installation of {product}]",
        tags="technician",
        product="dishwasher",
        places="ae lb",
        talk="""
        C: {salam}, the {product} is here but [the driver said installation is "other department"|nobody said
           anything about installing it]. Who do I talk to?
        A: {hi} To me, and it's free. {day+1} I have 9 to 12 or 2 to 5. Which is better?
        C: [2 to 5 please. Building needs a name for the gate pass.|Morning please, and ask him to ring the mobile,
           bell's broken.]
        A: Booked. His name is {technician}, and he'll call half an hour before. Hoses and fittings come with him.
        C: [Perfect|Thanks, easy]
        """,
    ),
    scene(
        "en-no-show",
        subject="[Technician didn't show up|Waited all morning]",
        tags="technician complaint",
        mood="angry",
        places="ae lb",
        talk="""
        C: {salam}. Appointment was 9 to 12 yesterday. [No call. No text. I cancelled a client for this.|I've been
           staring at the intercom like a dog.]
        A: {hi} I'm sorry. I've spoken to {technician}: his van broke down and nobody told you, which is the part
           that shouldn't happen.
        C: [So whose time is it worth, yours or mine?|One text. That's all it takes.]
        A: You're right. I can give you the first slot {day+1}, or five in the afternoon the same day. The visit is
           on us either way.
        C: [Five please.|First thing.]
        A: Confirmed, and you have the technician's direct number by text. I'm staying on this until it's done.
        C +1d: [Done. He was good, actually.|Sorted in the end. Please fix the "nobody tells you" part.]
        """,
    ),
    scene(
        "en-rude",
        subject="Complaint about a technician",
        tags="technician complaint",
        mood="angry",
        places="ae lb",
        talk="""
        C: {salam}, I want to report the man you sent yesterday. [He told my mother she was "too old for this
           machine".|He was on the phone the whole time and rolled his eyes when I asked a question.] [I was standing
           right there.|Not acceptable.]
        A: {hi} I'm sorry, to you and to her. That isn't how we treat people. Do you have the visit number?
        C: {ticket}
        N: @{boss} conduct complaint, second about the same person. Could you take over?
        A2: Hello, {me} here, I lead the team. He won't visit anyone while we look into it. May I call you tomorrow
           to hear it properly?
        C: [Email is fine.|Yes, after 4.]
        A2 +1d: We've spoken to him and his manager. He has a written warning and goes back to training before any
           home visit. Your fee is refunded as well.
        C: [Thank you for taking it seriously.|Good. I hope he learns something.]
        """,
    ),
    scene(
        "en-jug",
        subject="[Replacement jug out of stock|Blender jug]",
        tags="parts",
        mood="mixed",
        product="blender",
        places="ae lb",
        talk="""
        C: {salam}, [I dropped the blender jug|the jug cracked]. Your site says "out of stock" with no date.
           [Helpful.|Any idea when?]
        A: {hi} The next shipment lands {date+9}. I can put one aside in your name.
        C: [That's a lot of mornings without a smoothie.|Nine days?]
        A: There's one way round it: the {branch} branch has a display jug, unused, 30% off, same warranty. Shall I
           hold it?
        C: [Yes please!|Oh nice, I'll swing by tomorrow]
        A: It's yours until {day+2} evening. Pick-up code {tail}.
        """,
    ),
    scene(
        "en-old-part",
        subject="Part for an eleven-year-old vacuum",
        tags="parts",
        mood="happy",
        product="vacuum",
        places="ae lb",
        talk="""
        C: {salam}, I have a Narvan vacuum that's [older than my marriage|outlived two flats and one marriage]. Works
           fine, but a wheel snapped. Any hope?
        A: {hi} I love it already. Could you send a photo of the sticker underneath?
        C pic: [It's a bit worn|Here, sorry about the dust]
        A: Readable! That wheel isn't made any more, but the current one fits with a small spacer. The wheel is
           {part} and the spacer's on me.
        C: [Amazing. Sustainable AND cheap.|Brilliant, I hate throwing things away]
        """,
    ),
    scene(
        "en-warranty",
        subject="[Lost my warranty card|Warranty question]",
        tags="warranty",
        places="ae lb",
        talk="""
        C: {salam}, I can't find the warranty card for my {product}. [Am I stuffed?|Does that mean no warranty?]
        A: {hi} Not at all, it's tied to the serial number. Sticker at the back, starts with NR.
        C: {serial}
        A: Found it: {product}, covered for eighteen months from delivery. I've e-mailed you the digital copy.
        C: [You just saved my weekend|Thanks!]
        """,
    ),
    scene(
        "en-warranty-refused",
        subject="[Warranty claim rejected|“Power surge”? Really?]",
        tags="warranty complaint",
        mood="angry",
        product="washer",
        places="lb",
        talk="""
        C: {salam}, your technician says the board died from a "power surge" so no warranty. [I have a stabiliser. In
           Lebanon. Obviously.|I bought the protector from YOUR shop.]
        C pic: here is the stabiliser
        A: {hi} Thank you for the photo. If you have his report too, I'll ask for a review.
        C pdf: report attached
        N: @{boss} no voltage reading anywhere in the report. I don't think the rejection holds.
        A2 +2h: Hello, {me} here. I went through it with the workshop: there's no evidence for a surge. The new board
           goes in {day+1}, free. I'm sorry you had to argue for it.
        C: [I shouldn't have had to, but thank you.|Fair play. Thanks for actually reading it.]
        """,
    ),
    scene(
        "en-password",
        subject="[Can't log in|Password reset not arriving]",
        tags="account",
        talk="""
        C: {salam}, the reset code [never arrives|goes to my old number]. [Tried five times.|New phone, new SIM, same
           old me.]
        A: {hi} To be safe: what are the last four digits of the old number, and your latest order number?
        C: {tail}, and {order}
        A: Thanks, that matches. I've sent a link to your e-mail; it works for one hour. Please don't forward it to
           anyone.
        C: [In, thanks!|Was in spam. Thank you]
        """,
    ),
    scene(
        "en-app-crash",
        subject="App crashes at checkout",
        tags="account",
        mood="mixed",
        talk="""
        C: {salam}, since the update the app [dies|closes itself] every time I open the basket. [I'm trying to give
           you money!|Android 10 if that matters.]
        A: {hi} It does matter, and thank you. We've had four reports today from Android 9 and 10.
        N: @{boss} basket crash on Android 9 and 10, four today. Has the app team been told?
        A +1h: Found: the fix is going out tomorrow. Until then the website has your basket exactly as you left it.
        C: [Bought on the site, thanks.|ok cool]
        """,
    ),
    scene(
        "en-branch",
        subject="[Opening hours|Is the showroom open on Saturday?]",
        tags="order",
        mood="happy",
        places="ae lb",
        talk="""
        C: {salam}, is the {branch} showroom open Saturday? [And is there parking?|I want to open and close fridge
           doors like a weirdo.]
        A: {hi} Ten to nine on Saturdays, closed Sundays, and parking under the building is free for two hours with a
           purchase. If you have a model in mind I'll check it's on the floor.
        C: [{fridge}|The {coffee}]
        A: It's there, third aisle, plugged in. Enjoy.
        C: [See you Saturday|thanks!]
        """,
    ),
    scene(
        "en-which",
        subject="[Which one should I get?|Advice please]",
        tags="order",
        mood="happy",
        product="washer",
        places="ae lb",
        talk="""
        C: {salam}, family of five, [tiny utility room|60 cm gap], two football kits a week. What would you buy?
        A: {hi} For that I'd take the {product}: 60 cm wide, a proper 39-minute daily programme, and class A on
           water.
        C: How much? [And can I pay in parts?|Does that include someone carrying it up?]
        A: {price}, delivered and installed. You can also split it into four monthly payments, no interest.
        C: [Sold, basically. Asking the boss (my daughter).|Great, ordering tonight]
        """,
    ),
    scene(
        "en-manual",
        subject="Manual in English",
        tags="account",
        product="oven",
        talk="""
        C: {salam}, [the manual in my box is only in Farsi|I moved in and the previous tenant left a {product} but no
           manual]. Is there an English one?
        A pdf: {hi} Attached. Page 12 has baking times, including a very good one for tahchin.
        C: [Didn't know I needed tahchin in my life. Thanks|Perfect thank you]
        """,
    ),
)
