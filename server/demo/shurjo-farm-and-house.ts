import { customer, voice, type DemoTicket } from './content.ts';

const service = voice('service');
const installation = voice('installation');
const office = voice('admin');

export const farmTickets: DemoTicket[] = [
  {
    title: 'Inverter shows error 07 and switches off at noon',
    status: 'OPEN',
    priority: 'URGENT',
    type: 'ISSUE',
    category: 'Inverter',
    assignee: 'service',
    team: 'Repairs',
    thread: [
      customer.says('28h')`
        Around noon the inverter switches off with error 07, for twenty minutes, then comes back. Without it the fans in the hen house stop, and at this heat we cannot wait.
      `,
      service.says('27h')`
        Error 07 means that it is too hot inside. Is the filter at its bottom clean, and does the little fan behind it turn?
      `,
      customer.says('25h')`The filter was full of feathers. We have cleaned it. The fan turns, but it screeches.`,
      service.notes('24h')`Fan bearing, known for this series in dusty places. One fan left in store, reserve it.`,
      service.says('23h')`
        Well done. A screeching fan turns too slowly; we bring you a new one tomorrow before noon. Until then please leave the door of the box open.
      `,
      customer.says('14m')`
        It is past noon, nobody has come, and it has just switched off again. When will you be here?
      `,
    ],
  },
  {
    title: 'Four more panels on the feed store',
    status: 'PENDING',
    priority: 'MEDIUM',
    type: 'REQUEST',
    category: 'Extension',
    assignee: 'installation',
    team: 'Roofs and panels',
    thread: [
      customer.says('13d 10:20')`
        The feed store has a new roof of tin, 6 by 4 metres, towards the south. Would four more panels fit, and can our inverter take them?
      `,
      installation.says('12d 09:50')`
        They fit. The inverter has one free input, for up to four panels of the same kind. We need two photos: the roof from below, to see the beams, and the label of one of the present panels.
      `,
      customer.says('11d 17:00')`
        Here are both: https://photos.farm.example/roof-from-below.jpg and https://photos.farm.example/panel-label.jpg
      `,
      installation.notes('10d 10:15')`
        Beams at 1.4 m are too far apart for our rails, needs two more cross beams. Local carpenter can do this.
      `,
      installation.says('10d 10:30')`
        The panels are no problem. The roof needs two more cross beams below, any carpenter can set them in a day. Would you like to arrange that yourselves, or shall we include it in the offer?
      `,
    ],
  },
  {
    title: 'What do the numbers on the display mean?',
    status: 'RESOLVED',
    priority: 'LOW',
    type: 'QUESTION',
    category: 'Meter and app',
    assignee: 'service',
    feedback: { at: '44d 18:00', rating: 5 },
    thread: [
      customer.says('45d 15:40')`
        The display goes through "PV 212V", "BAT 54.1V", "LOAD 38%", "YLD 6.2". Which of them should worry us, and when?
      `,
      service.says('44d 10:00')`
        PV: tension of the panels. 180 to 240 by day is fine.
        BAT: the batteries. Below 48 switch something off, below 46 it does so by itself.
        LOAD: how much of its strength the inverter gives. Short peaks to 100 are fine.
        YLD: kilowatt-hours harvested today. Yours is a good day.

        All of it with pictures: https://shurjo.example/help/display
      `,
    ],
  },
  {
    title: 'Batteries are empty by four in the morning',
    status: 'RESOLVED',
    priority: 'HIGH',
    type: 'ISSUE',
    category: 'Battery',
    assignee: 'service',
    statusChangedAt: '29d 15:00',
    feedback: { at: '29d 19:00', rating: 5, comment: 'The chicks have light until sunrise again.' },
    thread: [
      customer.says('36d 07:10')`
        Since a week the lamps for the chicks go out at four. They used to last until sunrise.
      `,
      service.says('36d 09:30')`
        Has anything been added, a pump, more lamps? And what does BAT say in the evening, right after sunset?
      `,
      customer.says('36d 18:50')`Nothing added. BAT 51.2 after sunset.`,
      service.says('35d 09:15')`
        It should be 54 by then: the batteries do not get full by day. Please look at the panels, most often it is dust.
      `,
      customer.says('33d 16:20')`
        A film of dust, and droppings. We have washed them with water early in the morning. BAT is 53.8 tonight.
      `,
      service.says('32d 10:00')`
        That is it. Once a month is enough, and never at noon: cold water on hot glass can crack it. Does the light last until sunrise now?
      `,
      customer.says('30d 07:30')`It does, three nights running.`,
    ],
  },
  {
    title: 'Loan instalment: the receipt is missing',
    status: 'CLOSED',
    priority: 'MEDIUM',
    type: 'ISSUE',
    category: 'Instalments and bills',
    assignee: 'admin',
    statusChangedAt: '54d 12:30',
    feedback: { at: '53d 10:00', rating: 2, comment: 'Corrected quickly, but such a mistake can cost us a lot.' },
    thread: [
      customer.says('57d 11:00')`
        We paid the seventh instalment to your collector but have no receipt, and your list says it is open.
      `,
      office.says('57d 16:15')`
        It was entered for another farm by mistake. We have corrected it; the receipt is in your portal: https://my.shurjo.example/receipts/7
      `,
      customer.says('54d 12:20')`We have it. Please take care with this, one missing instalment costs us the bonus.`,
    ],
  },
];

export const houseTickets: DemoTicket[] = [
  {
    title: 'First electricity bill after the installation is higher than before',
    status: 'OPEN',
    priority: 'MEDIUM',
    type: 'QUESTION',
    category: 'Meter and app',
    team: 'Repairs',
    thread: [
      customer.says('40h')`
        We have your panels for two months, and now comes the first bill: 2,140 taka. Before it was about 1,800!

        Bought:  268 kWh
        Sold:      0 kWh
        Meter:   "single tariff, one way"

        How can this be, when the display says that we harvest 11 kWh a day?
      `,
      service.notes('38h')`
        Meter is still the old one, counts export as import. Utility should have swapped it at handover; installation desk please check the form.
      `,
    ],
  },
  {
    title: 'Leak below the mounting rail',
    status: 'PENDING',
    priority: 'HIGH',
    type: 'ISSUE',
    category: 'Panels and roof',
    assignee: 'installation',
    team: 'Roofs and panels',
    thread: [
      customer.says('6d 08:30')`After the heavy rain there is a wet spot on the ceiling, right below one of the rails.`,
      installation.says('6d 09:00')`
        We are sorry, and we come. Please put a bucket below and do not go onto the wet roof. Is the spot near a lamp or a cable?
      `,
      customer.says('6d 09:10')`No, it is in the corner above the wardrobe, which we have moved.`,
      installation.notes('5d 17:40')`
        One screw without its rubber seal. Sealed, watered for ten minutes, dry. Ceiling needs paint, we pay.
      `,
      installation.says('4d 18:00')`
        It was one screw without its seal, now repaired and tested with water. We pay for the paint on the ceiling. After the next rain, could you tell us whether the corner stays dry?
      `,
    ],
  },
  {
    title: 'Can we run the iron and the pump at the same time?',
    status: 'CLOSED',
    priority: 'LOW',
    type: 'QUESTION',
    category: 'Inverter',
    assignee: 'service',
    statusChangedAt: '46d 19:45',
    feedback: { at: '45d 10:00', rating: 4 },
    thread: [
      customer.says('48d 19:30')`
        The iron has 1,000 watts, the water pump 750. Our inverter is the small one. Can both run together?
      `,
      service.says('47d 10:10')`
        Together they are 1,750, and the small inverter gives 2,000: yes. But a pump takes three times its watts in the moment it starts, so start the pump first and the iron after it.
      `,
      customer.says('46d 19:40')`Pump first, iron second. Works, and now it hangs on a note beside the switch.`,
    ],
  },
];
