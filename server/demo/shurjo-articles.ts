import { english } from './content.ts';

const { article, archived } = english;

/** Help articles of the solar firm, in English. */
export const shurjoArticles = [
  article('clean-your-panels', 'Clean your panels without harming them', { author: 'service', at: '180d 10:00' })`
    Dust, pollen and droppings can take a third of the harvest. Once a month is enough, after the mango blossom every two weeks.

    1. Do it **early in the morning**. Cold water on hot glass can crack it.
    2. Rinse with clean water from a hose or a bucket. Water from a deep well leaves lime: wipe it off before it dries.
    3. Rub stubborn spots with a soft cloth or a sponge on a pole. No soap powder, no wire, no high-pressure cleaner.
    4. Stay off the glass: never step or lean on a panel.

    ## Is it safe?

    From the ground, with a pole, yes. On a roof somebody should hold the ladder. Do not touch cables or plugs, they carry up to 240 volts as long as the sun shines. When a panel is cracked, leave it dry and [tell us](/tickets/new).
  `,
  article('batteries-that-last', 'Batteries that last: water, charge and age', { author: 'service', at: '176d 14:30' })`
    ## Check the water every two months

    Only batteries with caps need it. Open the caps by day, with no flame near. The plates must be covered by about a finger's breadth. Fill up with **distilled water** to the mark, never with tap water and never with acid.

    ## Empty before the morning?

    | What you see | Most likely |
    | --- | --- |
    | BAT below 53 at sunset | they do not get full: clean the panels, look for shade |
    | 54 at sunset, dark at midnight | too many lamps or fans, or the batteries are old |
    | one battery much warmer than the others | it is worn out: switch it off and call us |

    ## How long they live

    Four to five years when they are full every evening, two when they are emptied every night. Below 46 volts the inverter switches off to protect them; do not go round that.

    ## Warranty

    Twenty-four months from the day of installation, with the receipt. Dry plates are not covered.
  `,
  article('inverter-error-codes', 'What the error codes of the inverter mean', { author: 'service', at: '170d 09:15' })`
    The code stands on the display, and it beeps. Write it down before you press anything.

    | Code | Meaning | What to do |
    | --- | --- | --- |
    | 01 | the fan does not turn | clean the filter at the bottom, then call us |
    | 03 | battery voltage too high | switch off, call us |
    | 04 | battery empty | take off load, wait for the sun |
    | 06 | short circuit at the output | pull out all plugs, put them back one by one |
    | 07 | overload or too hot | see below |

    ## Code 07

    It happens at noon in a hot room, or when a pump and an iron start together. Clean the dust filter, leave a hand's breadth free on every side of the box, and start the pump first. It comes back by itself after twenty minutes.

    ## Resetting

    Switch off the load, then the inverter, wait one minute and switch on in the opposite order. If the same code comes back the same day, [open a ticket](/tickets/new) with a photo of the display.
  `,
  article('read-the-display', 'Reading the numbers on the display', { author: 'service', at: '140d 16:00' })`
    Press the arrow to go from one number to the next.

    - **PV**: voltage of the panels. 180 to 240 by day is good, 0 at night is normal.
    - **BAT**: voltage of the batteries. 54 is full, below 48 switch something off.
    - **LOAD**: how much of its strength the inverter gives, in per cent. Short peaks to 100 are fine; above 80 for hours is too much.
    - **YLD**: kilowatt-hours harvested today. Four panels bring 5 to 7 on a sunny day, 2 under clouds.

    The same numbers are in the app, with a curve of every day. If the app stays empty, the logger has lost the Wi-Fi: hold its button for five seconds and choose your Wi-Fi again.
  `,
  article('sell-electricity', 'Sell electricity to the grid: net metering', {
    author: 'installation',
    at: '95d 11:20',
  })`
    What you harvest and do not use can go to the grid. With a **net meter** the utility takes it off your bill.

    1. You need a system of at least 1 kW with a grid inverter. The models with an H in their name have one.
    2. We fill in the application, the owner of the meter signs it. The utility checks the roof within four weeks.
    3. The utility changes the meter. **Until then an old one-way meter counts what you sell as if you had bought it**, and your bill gets higher: leave the export switched off.

    ## What you earn

    Units sold are subtracted from units bought. What is left over at the end of June is paid out at the wholesale price.

    ## During a power cut

    The grid inverter switches off to protect the people who repair the line. Only a system with batteries goes on.
  `,
  archived('prices-last-year', 'Prices of spare parts, last year', { author: 'admin', at: '300d 10:00' })`
    - Fuse 15 A: 40 taka
    - Fan of the inverter: 650 taka
    - Distilled water, 5 litres: 120 taka
  `,
];
