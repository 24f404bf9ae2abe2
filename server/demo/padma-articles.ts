import { english } from './content.ts';

const { article, draft } = english;

/** Help articles of the internet provider, in English. */
export const padmaArticles = [
  article('no-internet-red-light', 'No internet: what the lights on the box say', {
    author: 'technical',
    at: '210d 11:00',
  })`
    Look at the small white box where the glass-fibre cable comes in, then at the router beside it.

    | Light | Meaning | What to do |
    | --- | --- | --- |
    | LOS red or blinking | no signal arrives through the fibre | see below |
    | PON green, internet off | the line is fine, the router is not connected | restart the router |
    | all dark | no power | try another socket and the other plug |

    ## LOS is red

    1. Check that the thin yellow cable is not bent sharply, crushed by furniture or pulled out. Push its plug in until it clicks. Do not look into its end.
    2. Switch the box off, wait thirty seconds, and switch it on.
    3. If the light is still red after three minutes, the cable outside is probably broken. [Open a ticket](/tickets/new) and write which lights you see; we come the same day when you tell us before noon.

    ## Everything is green, and still nothing opens

    Restart the router with its switch, not with the small reset hole: that one erases all its settings.
  `,
  article('slow-internet', 'The internet is slow: find the cause in five minutes', {
    author: 'technical',
    at: '205d 15:30',
  })`
    Slow pages have three usual causes: the Wi-Fi, one busy device, or the line. Go through them in this order.

    1. **Measure beside the router.** Stand next to it and open [speedtest.net](https://www.speedtest.net) on your phone. If the figure is right there and low in the other room, the Wi-Fi is the cause: see [Wi-Fi does not reach every room](/help/wifi-does-not-reach).
    2. **Stop the big eaters.** A film, a game that updates itself or a phone that saves its photos takes all there is. Pause them and measure again.
    3. **Measure with a cable.** Connect a computer to the router with a network cable. If it shows less than half of the speed of your plan there too, the fault is ours.

    ## In the evening only

    Between eight and eleven many neighbours watch films. A little less speed is normal then, half of it is not.

    ## When you write to us

    Send two figures, by cable and by Wi-Fi, with the time of each. We can then see at once whether it is the line.
  `,
  article('change-wifi-password', 'Change the name or the password of your Wi-Fi', {
    author: 'technical',
    at: '198d 10:10',
  })`
    Change the password when guests knew it, when somebody leaves the shop, or when there are devices on your Wi-Fi that nobody knows.

    1. Connect to the Wi-Fi and open \`http://192.168.10.1\` in a browser.
    2. Sign in. User and password stand on the sticker below the router.
    3. Choose *Settings*, then *Wireless*.
    4. **SSID** is the name your phone shows, **Passphrase** is the password. Take at least twelve characters: three words that do not belong together are good and easy to say on the telephone.
    5. Press *Save*. The router disconnects everybody; connect again with the new password.

    ## I have forgotten the password

    The first one stands on the same sticker. If it was changed and nobody remembers it, connect a computer by cable and do the same: the page shows the present one.

    ## The sticker cannot be read

    [Write to us](/tickets/new) with the serial number of the router. We set a new password from here; for that we call the number in your account.
  `,
  article('pay-your-bill', 'How to pay, and what happens when a bill is late', { author: 'billing', at: '190d 12:00' })`
    Bills come on the first of the month and are due on the tenth.

    ## Ways to pay

    - **bKash, Nagad or Rocket:** choose *Pay bill*, then *Padma Broadband*, and give your customer number.
    - **Card:** in the portal of your bank, under internet providers.
    - **Cash:** at our counter, from nine to six except on Fridays.

    You get a receipt by mail within an hour. Keep the transaction number until then.

    ## Late payment

    After the tenth we send a reminder. After the twentieth the line is slowed down to 1 Mbps, at the end of the month it is switched off. It is back about fifteen minutes after you have paid, there is no charge for switching it on again.

    ## I have paid, but the line is off

    Send us the transaction number and the date. A wrong customer number is the usual reason; we move the money to the right account.

    ## Refunds

    When the line was down for more than a day, we take the days off your next bill. You need not ask.
  `,
  article('wifi-does-not-reach', 'Wi-Fi does not reach every room', { author: 'technical', at: '150d 16:20' })`
    Wi-Fi gets weak with each wall. Thick concrete, mirrors and water tanks stop most of it.

    ## What costs nothing

    - Put the router high and in the middle of the flat, not on the floor and not in a cupboard.
    - Keep it a metre away from the microwave oven, the refrigerator and the television.
    - Use the band that fits: **2.4 GHz** goes further, **5 GHz** is faster but ends at the next wall.

    ## What helps when that is not enough

    A second access point, connected by cable, gives full signal in the far rooms. A repeater without a cable is cheaper, but halves the speed. We lend you one for three days, so that you can try.

    Before you order, draw a plan of the floor with the place of the router, and [send it to us](/tickets/new).
  `,
  article('move-your-line', 'Moving to another address: take your line along', { author: 'billing', at: '120d 09:40' })`
    You keep your customer number, your plan and your telephone number.

    1. Tell us **ten days before** the day you move, with the new address and a telephone number of somebody there.
    2. We look whether our fibre reaches the house; you have an answer within two days.
    3. The owner of the house signs that a cable may be laid. The form is one page long.
    4. A team lays the cable, half a day. Somebody has to be at home.

    ## What it costs

    500 taka within the same town. From one town to another it counts as a new connection, 1,000 taka. For up to five days both addresses can be online at no extra cost.

    ## The fibre does not reach my new house

    Then you may end the contract at the end of the month, without a fee. Give the router back at the counter.
  `,
  article('camera-from-outside', 'See your camera from outside, safely', { author: 'technical', at: '88d 14:00' })`
    Do **not** open a port for a camera. Within hours strangers try passwords on it, and many cameras have faults that are never repaired.

    ## The safe way: a VPN

    With a VPN your phone is at home wherever it is, and the camera stays hidden from everybody else.

    1. In the router, choose *Settings*, *Remote access*. The item is there from firmware 3.2; *Settings*, *About* shows the version and can bring it up to date.
    2. Switch on *VPN* and add a user.
    3. Scan the code it shows with the app *WireGuard* on your phone.
    4. Turn off Wi-Fi on the phone, switch the tunnel on and open the camera as at home.

    ## Do I need a fixed IP address?

    Not for the VPN. For a server of your own, a fixed (static) address costs 150 taka a month on every shop plan.
  `,
  draft('telephone-crackles', 'The telephone crackles', { author: 'technical', at: '9d 17:10' })`
    Swap the handsets first: if the noise moves along, it is the handset.

    TODO: ask the network team about the old cables in the market before this is published.
  `,
];
