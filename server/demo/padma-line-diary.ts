import { customer, voice, type DemoTicket } from './content.ts';

const technical = voice('technical');
const billing = voice('billing');

/** A thread of many weeks, longer than a page. */
export const lineDiary: DemoTicket = {
  title: 'Slow evenings and short drops: our line diary',
  status: 'OPEN',
  priority: 'HIGH',
  type: 'ISSUE',
  category: 'Plan and speed',
  assignee: 'technical',
  thread: [
    customer.says('52d 21:15')`
      For about a week our line gets slow every evening, and two or three times a night it drops completely for a minute or so. Card payments fail each time and people walk out without their books.

      In the morning everything is fine. We have the 40 Mbps shop plan and use about 20 devices at the very most, usually five.
    `,
    technical.says('51d 09:40')`
      Sorry about the failed payments. A fault that only shows in the evening is hard to catch from here, so we ask for your help: could you keep a short diary for a while? Time, speed, and whether the light marked PON on the box blinks.

      Measure with a cable if you can: https://speed.padma.example/
    `,
    customer.says('51d 10:05')`
      Yes, we can do that. We write here every evening, then you have everything in one place.
    `,
    customer.says('51d 21:50')`
      First entry.
      19:30  38 Mbps down, 36 up
      20:45  9 Mbps down, 31 up
      21:20  dropped for about one minute, PON light stayed green
    `,
    customer.says('50d 21:35')`
      Tonight 11 Mbps at 20:30, and one drop a little later. The light was green all the time.
    `,
    technical.notes('49d 09:10')`
      Optical level at the shop is -19.8 dBm, perfectly healthy. Not the fibre. I suspect the shared uplink of cabinet C-17 in the evening.
    `,
    technical.says('49d 09:25')`
      Thank you, this helps already. The signal on your fibre is good, so nobody needs to come for the cable. Please go on for some more days; we compare your times with the load in your street.
    `,
    customer.says('49d 22:00')`No drop tonight, but slow: 7 to 12 Mbps from eight until closing.`,
    customer.says('48d 21:40')`
      Two drops, 20:10 and 20:55. During the second one the Wi-Fi stayed up but nothing loaded.
    `,
    customer.says('47d 21:20')`A quiet evening in the shop, and a quiet line too. Lowest was 24 Mbps.`,
    customer.says('46d 22:05')`
      Bad again. A video call with a publisher broke off three times. Measured 4.6 Mbps at 21:00, the lowest so far.
    `,
    technical.says('45d 10:15')`
      The 4.6 Mbps fits: at 21:00 the uplink of your cabinet was full. We have asked for a second uplink there. Does it also drop when nobody uses the Wi-Fi, for example after closing?
    `,
    customer.says('45d 21:30')`
      We left one computer running a ping after closing last night. It lost nothing between 22:30 and 08:00. So it happens only while the street is awake.
    `,
    technical.notes('44d 09:05')`
      Order for the second uplink on C-17 is in. Network planning says two weeks, depends on the duct.
    `,
    technical.says('44d 09:20')`
      That is a very useful test. We expect the second uplink in about two weeks. Until then we move your shop to another time slot group, which should soften the worst hour a bit.
    `,
    customer.says('44d 21:45')`If you changed something today: it is a little better. 15 Mbps at nine, no drops.`,
    customer.says('43d 21:30')`18 Mbps at nine. One drop, very short, the card machine recovered by itself.`,
    customer.says('42d 22:10')`
      19:00  33 Mbps
      20:00  21 Mbps
      21:00  14 Mbps
      22:00  35 Mbps
      No drops. We could live with this for two weeks.
    `,
    technical.says('41d 09:30')`Good to hear. Please keep writing down drops; the speeds we can now see ourselves.`,
    customer.says('40d 21:55')`Nothing to report for two evenings, which is worth reporting.`,
    customer.says('38d 20:40')`
      Three drops within a quarter of an hour, just now. The box made a click each time, and all its lights went out and came back. This is new.
    `,
    technical.says('38d 20:58')`
      That sounds like power rather than the line. Is the box on the same socket strip as something with a motor, a fan or a fridge?
    `,
    customer.says('38d 21:10')`
      It shares a strip with the ceiling fan and the drinks fridge. We have moved it to the socket under the counter.
    `,
    customer.says('37d 21:30')`No clicks tonight. 16 Mbps at nine.`,
    technical.notes('36d 09:00')`
      Two faults, then: full uplink and a bad power strip. Do not close when the uplink is done, ask about the power first.
    `,
    technical.says('36d 09:15')`
      Then we had two faults at once. If you can, throw that strip away; a new one costs less than one lost sale.
    `,
    customer.says('36d 12:20')`Done, the old one was brown inside. Thank you for thinking of it.`,
    customer.says('35d 21:40')`17 Mbps, steady. No drops.`,
    customer.says('33d 21:50')`The same as before: slow around nine, no drops. Is there news about the second uplink?`,
    technical.says('32d 10:00')`
      The cable is in the duct. The splicing team is booked for the coming week, at night, and you may be offline for about ten minutes after midnight.
    `,
    customer.says('32d 10:12')`After midnight is fine, books sleep too.`,
    customer.says('31d 22:00')`12 Mbps tonight, there was cricket on. I suppose the whole street watched it.`,
    customer.says('29d 21:35')`13 Mbps and one drop of two minutes at 20:20. Box lights stayed on this time.`,
    technical.says('28d 09:45')`
      The drop at 20:20 was ours: the cabinet switched to its spare power for a test and took too long. It was not announced, and it should have been. Sorry.
    `,
    customer.says('28d 10:30')`Thank you for the honest answer. We lost one sale to it, nothing dramatic.`,
    billing.says('28d 11:10')`
      We have put a credit of three days on your next bill for that evening and the ones before.
    `,
    customer.says('28d 11:25')`That is kind, we did not expect it.`,
    technical.says('26d 08:30')`
      The second uplink is live since 01:40 this night. Please measure again this evening, around nine.
    `,
    customer.says('26d 21:20')`
      What a difference!
      20:00  39 Mbps
      21:00  38 Mbps
      21:15  39 Mbps, while a film was running in the back room
    `,
    technical.says('25d 09:20')`
      That is the full plan speed. We leave the ticket open for some days, to be sure about the drops.
    `,
    customer.says('24d 21:30')`38 Mbps, no drops. The first week in which I forget to look at the box.`,
    customer.says('22d 21:45')`Still good. 37 Mbps at nine.`,
    customer.says('20d 20:50')`I spoke too soon. A drop at 20:31, forty seconds. Speed is fine before and after.`,
    customer.says('19d 21:15')`And another at 20:33. Odd that it is nearly the same minute.`,
    technical.says('18d 09:35')`
      The same minute two evenings running is a good clue. Does anything in the shop start at half past eight? A backup, a camera, an alarm, the shutters?
    `,
    customer.says('18d 10:50')`
      The till sends its day to the accountant at 20:30! I had not thought of it, because it has always done that.
    `,
    technical.notes('18d 11:00')`
      Upload burst fills the old router's queue and the card machine times out. Router is the 2019 model, firmware long past its end. Swap it.
    `,
    technical.says('18d 11:05')`
      Then the line does not drop at all: the till fills the upload and everything else waits. Your router is an older model that shares badly.

      We can swap it for a current one at no cost:
      https://padma.example/help/routers/swap?plan=shop-40&from=r19#what-to-expect

      Until then, can the till send at 22:30 instead?
    `,
    customer.says('18d 11:40')`I have moved it to 22:30. And yes please to the swap.`,
    customer.says('17d 21:20')`No drop at half past eight. The riddle is solved, I think.`,
    technical.says('16d 09:10')`The new router is ready at our counter, or a rider brings it. Which do you prefer?`,
    customer.says('16d 09:55')`
      A rider, please, any day before noon. There is only one of us in the shop then and I cannot leave.
    `,
    technical.says('15d 09:05')`
      The rider comes today between 10:00 and 12:00. The name and the password of your Wi-Fi are already copied to the new box, so no device needs to be touched.
    `,
    customer.says('15d 11:50')`
      It is here and running. Everything connected by itself, even the old printer, which never does.
    `,
    customer.says('14d 21:30')`39 Mbps and no drop. Shall I move the till back to 20:30 as a test?`,
    technical.says('13d 09:30')`
      Yes, please do. The new router gives each device its share, so it should pass unnoticed.
    `,
    customer.says('13d 21:10')`The till sent its day at 20:30 while a customer paid by card. Both went through.`,
    customer.says('11d 21:40')`Three evenings without anything. 38, 39, 38 Mbps.`,
    technical.says('10d 10:00')`
      Very good. Let us give it one more week. If the diary stays empty, we close it together.
    `,
    customer.says('8d 21:30')`An empty page today.`,
    customer.says('6d 21:25')`
      39 Mbps. A school class was here in the afternoon with fourteen telephones, nobody complained.
    `,
    customer.says('5d 21:50')`
      A drop at 21:05, about a minute. All lights on the box stayed green. I hesitate to write it, but you asked for all of them.
    `,
    technical.says('4d 09:15')`
      You were right to write it. We see it too: your box lost its registration and came back after 52 seconds. Did the mains flicker?
    `,
    customer.says('4d 10:20')`
      Not that I noticed, the lamps stayed on. But the fridge in the shop next door was being repaired that evening.
    `,
    technical.notes('4d 10:40')`
      Only this one box on the splitter lost registration. Level has gone from -19.8 to -23.4 since the swap: connector not clicked in, or the patch cord is bent behind the counter.
    `,
    technical.says('4d 10:45')`
      The light that reaches your box is weaker than before the swap. It is still enough, but it may be the thin yellow cable: is it bent sharply somewhere, or under something?
    `,
    customer.says('3d 18:30')`
      It was under the leg of the new shelf. I have freed it; there is a mark on it, but it is not broken.
    `,
    technical.says('3d 18:55')`
      Better already: -20.6 dBm. Please watch it for a few evenings more, and tell us if you see another drop.
    `,
    customer.says('26h')`No drop last night, 38 Mbps.`,
    customer.says('3h')`
      One short drop today, perhaps ten seconds, when I pushed the shelf back. I think the marked cable has to go after all. Can the rider bring a new one, two metres long?
    `,
  ],
};
