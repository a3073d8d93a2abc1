"""English: repairs, as told by flatmates, nurses on nights, and one very proud cat owner."""

from typing import Final

from rafiq.demo.world.scenes import scene

SCENES: Final = (
    scene(
        "en-fridge-nurse",
        subject="[Fridge not cold|Fridge warm, please hurry]",
        tags="repair technician",
        mood="mixed",
        places="ae lb",
        product="fridge",
        talk="""
        C: {salam}, the fridge stopped cooling last night. [My insulin is in there.|I keep my daughter's medicine in
           it.] The light works.
        A: {hi} Medicine first: please move it to a neighbour's fridge or a cool bag now. Then tell me, can you hear
           the motor at the back?
        C: Moved it to next door. [No motor sound at all|It clicks every few minutes but doesn't start]
        A: Thank you. That is the start relay, and a technician changes it in twenty minutes. I've put you first on
           tomorrow's list: {day+1}, 8 to 9. Reference {ticket}.
        N: Medical case. @{mate} if the 8 o'clock slot slips for any reason, please call the customer at once.
        C +1d: [{technician} came at 8:05. Cold again by ten. Thank you so much.|Fixed! Your man was on the dot.]
        A: So glad. We've marked your address as priority for anything to do with the fridge. {bye}
        """,
    ),
    scene(
        "en-fridge-top",
        subject="Freezer fine, fridge warm",
        tags="repair",
        product="fridge",
        places="ae lb",
        talk="""
        C: {salam} weird one. Freezer is rock solid but the fridge part is [18 degrees|basically a cupboard]. [Is it
           dying?|It's only 8 months old.]
        A: {hi} That pattern nearly always means ice is blocking the air channel. Could you unplug it overnight with
           both doors open and a towel underneath, then start it again in the morning?
        C: [So I'm the technician now? 😄|Ok will try, fingers crossed]
        A: For one night only. If it isn't cold by noon tomorrow I'll send a real one, free of charge.
        C +1d: [It worked!! 4 degrees.|Cold again, you were right.]
        A: Lovely. Try to keep the vent behind the second shelf clear, that's where the cold air comes in.
        """,
    ),
    scene(
        "en-fridge-third",
        subject="[Third repair in four months|I want a replacement]",
        tags="repair complaint warranty",
        mood="angry",
        places="ae lb",
        product="fridge",
        talk="""
        C: This is the THIRD time. Third. [Each time someone tightens something, leaves, and two weeks later I'm
           throwing food away.|I've binned more groceries than I've eaten.]
        C: I don't want another visit. I want a fridge that works.
        A: {hi} I've read the whole history and I agree with you. I'm asking my supervisor for a replacement right
           now; give me ten minutes.
        N: @{boss} three board swaps since spring, same fault. Please approve a replacement.
        N2: Approved. I'll take it from here.
        A2: Hello, this is {me}, I run the support team. You're getting a new {product} on {day+2}; the old one
           leaves with the same van and you pay nothing. I'm sorry it took three visits to get here.
        C: [Thank you. That's all I wanted.|About time, but thank you.]
        C +2d: [New one's in. Quiet as a library.|It's here and it's cold. Let's hope.]
        """,
    ),
    scene(
        "en-washer-bolts",
        subject="[Washing machine walking across the kitchen|Terrible noise when spinning]",
        tags="repair technician",
        places="ae lb",
        product="washer",
        talk="""
        C: {salam}, our new washer [sounds like a helicopter|walked half a metre during the spin cycle]. [The
           downstairs neighbour left a note. With capital letters.|The dog has moved out.]
        A: {hi} Quick question: did anyone take out the four long bolts at the back after delivery?
        C pic: [These red things?|You mean these?]
        A: Those are the ones. They hold the drum still in the van and must come out before the first wash. Do you
           have a 13 mm spanner, or shall I send someone {day+1}?
        C: [Took them out. It's silent. I feel stupid|Done! My partner had a spanner. Night and day.]
        A: Please don't, our installer should have done it and I've told the team so. Keep the bolts for your next
           move.
        """,
    ),
    scene(
        "en-washer-flood",
        subject="WATER EVERYWHERE",
        tags="repair technician",
        places="ae lb",
        product="washer",
        talk="""
        C: [washing machine is leaking all over the floor what do i do|help my washer is flooding the kitchen right
           now]
        A: {hi} Close the tap behind it, then pull the plug. Tell me when that's done.
        C: done
        C: [towels everywhere|it's stopped coming out I think]
        A: Good work. Was the water coming from the door or from the hose at the back?
        C: [the hose i think. bottom right|back. the grey hose]
        A: Then it's most likely a worn washer ring, a five-minute job. {technician} is nearby and will be with you
           {soon}.
        C +1d: [fixed. he even helped me mop|all good, it was the rubber ring thing. thanks for staying calm]
        """,
    ),
    scene(
        "en-dishwasher-smell",
        subject="My dishwasher stinks",
        tags="repair",
        product="dishwasher",
        places="ae lb gb ca",
        talk="""
        C: {salam}, how do I put this politely. The dishwasher smells like [a pond|low tide]. Dishes look clean but
           [I'm embarrassed when people come over|my wine glasses smell of it].
        A: {hi} Three steps: rinse the filter in the floor of the machine with an old toothbrush, put a cup of white
           vinegar on the top rack, and run the 70 degree programme empty.
        C: [There's a filter?|I have owned this for two years and did not know there was a filter.]
        A: You're in good company. It twists out to the left; once a month is enough.
        C +1d: [I will not describe what I found. Smell's gone.|Fixed. We shall never speak of it again.]
        """,
    ),
    scene(
        "en-error-code",
        subject="[Error E4|What does E4 mean?]",
        tags="repair",
        product="dishwasher",
        places="ae lb",
        talk="""
        C pic: {salam} it keeps stopping with this on the display. [Tried turning it off and on, I work in IT|Third
           time today.]
        A: {hi} E4 means the water can't get out. Could you check whether the drain hose behind it is bent?
        C: [Yep, squashed flat. I pushed it back after cleaning.|It was kinked behind the cabinet]
        A: That's it. Straighten it and hold Start for five seconds to clear the code.
        C: [Working. Cheers|You're a star, thanks]
        """,
    ),
    scene(
        "en-oven",
        subject="Oven light on, no heat",
        tags="repair technician warranty",
        product="oven",
        places="ae lb",
        talk="""
        C: {salam}, the oven fan runs but there's no heat. [I have eleven people coming for a roast.|I sell cakes
           from home, this is my income.]
        A: {hi} Is the clock blinking? If it is, the oven refuses to heat until the time is set.
        C: [No, clock's fine|Clock says the right time]
        A: Then it's the element, and it's covered by your warranty. {technician} can come {day+1} between 10 and 12.
           Until then, our {branch} branch will lend you a table-top oven; you can pick it up until nine.
        C: [You lend ovens?! Who are you people 😂|That is ridiculously kind, thank you]
        C +1d: [All fixed, loaner going back this afternoon.|Element replaced. Happy customers on my side too.]
        """,
    ),
    scene(
        "en-ac-toddler",
        subject="[AC blowing warm air|AC not cooling, toddler at home]",
        tags="repair technician complaint",
        mood="angry",
        product="ac",
        places="ae",
        talk="""
        C: {salam}, AC in the bedroom is blowing hot air AGAIN. You topped up the gas [three weeks ago|last month].
           [It's 34 inside with a toddler.|None of us slept.]
        A: {hi} I'm sorry, especially about the second time. I've moved you to the front of the line. Is the outdoor
           unit running?
        C: Running, doing nothing.
        N: @{mate} gas topped up without a leak test last time. Must not happen again with this one.
        A: I read the last report: gas was added but nobody tested for a leak. That's our mistake. {technician} comes
           {soon} with a leak detector, no charge.
        C: [If he's late I'm buying another brand.|Ok. Please.]
        C +1d: [Cold. It was a flare nut. Took him ten minutes, which makes it more annoying tbh|Leak found and
           fixed. Thank you, really.]
        A: Understood, and thank you for letting us put it right. I'll check in with you next week.
        """,
    ),
    scene(
        "en-microwave",
        subject="Sparks!",
        tags="repair parts",
        product="microwave",
        places="ae lb",
        talk="""
        C: {salam}, the microwave sparked and I [unplugged it and ran|switched it off]. Is it going to explode?
        A: {hi} It won't, and you did the right thing. Was there anything with a metal or gold rim inside?
        C: [ah. my nan's teacup has a gold rim|No, a plain bowl]
        A: Have a look at the small brown plate on the inside wall. Is any of it burnt?
        C pic: Yes, one corner.
        A: That's the mica plate: {part}, one screw. I'll send one {day+1} with a picture guide. Please leave it
           unplugged until then.
        C: [Brilliant, thank you|Phew, ok thanks]
        """,
    ),
    scene(
        "en-vacuum-cat",
        subject="[Vacuum lost its suction|Cat 1, vacuum 0]",
        tags="repair",
        mood="happy",
        product="vacuum",
        places="ae lb gb ca",
        talk="""
        C: {salam}, my vacuum has given up. [We have a Persian cat. Enough said.|Two cats, white carpet, bad life
           choices.]
        A: {hi} When did you last wash the black filter behind the back flap?
        C: [The what|There's a flap?]
        A: Press the flap and it opens. Rinse the filter, let it dry a full day (a wet one harms the motor), and put
           it back.
        C +2d: [IT LIVES. The cat is furious.|Like new. Thank you!]
        A: Our apologies to the cat. With long fur, once a month keeps it happy. {bye}
        """,
    ),
    scene(
        "en-child-lock",
        subject="Buttons not responding",
        tags="repair",
        mood="happy",
        product="washer",
        places="ae lb",
        talk="""
        C: {salam}, washer turns on but [no button does anything|the panel is frozen]. There's a little
           [padlock|smiley face??] lit up.
        A: {hi} Good news, it isn't broken: the child lock is on. Hold Temperature and Spin together for three
           seconds.
        C: [Fixed. The culprit is 3 and shows no remorse|oh my god. thank you 😂]
        A: Say hello to the culprit from us. {bye}
        """,
    ),
)
