import { customer, voice, type DemoTicket } from './content.ts';

const technical = voice('technical');
const billing = voice('billing');
const office = voice('admin');

export const clinicTickets: DemoTicket[] = [
  {
    title: 'Laboratory results do not arrive',
    status: 'OPEN',
    priority: 'URGENT',
    type: 'ISSUE',
    category: 'Fixed IP and VPN',
    assignee: 'technical',
    thread: [
      customer.says('5h')`
        The tunnel to the laboratory is down since the morning, results have to be read out on the telephone. We changed nothing here.
      `,
      technical.says('4h')`
        We see the tunnel trying every ten seconds and getting no answer. Could you ask the laboratory whether their address has changed?
      `,
      customer.says('50m')`
        They have a new provider since last night. The new address is 198.51.100.77. Please enter it as soon as you can.
      `,
    ],
  },
  {
    title: 'Second line as a reserve',
    status: 'OPEN',
    priority: 'HIGH',
    type: 'REQUEST',
    category: 'Plan and speed',
    assignee: 'billing',
    thread: [
      customer.says('10d 09:30')`
        After the road works we would like to have a second line that does not go through the same tube. Is this possible, and at what price?
      `,
      billing.says('10d 12:45')`
        It is possible: by radio from the roof, 20 Mbps, 900 taka a month. It takes over by itself within five seconds.
      `,
      technical.notes('9d 10:20')`
        Roof has free sight to tower 4. Needs a mast of two metres, ask for the height of the water tank.
      `,
      technical.says('9d 10:30')`
        For the offer we need to know: may a mast of two metres stand on the roof, next to the water tank?
      `,
      customer.says('27h')`The owner agrees, as long as the tank stays reachable. Please send the offer.`,
    ],
  },
  {
    title: 'Wi-Fi in the waiting room ends at the corridor',
    status: 'PENDING',
    priority: 'LOW',
    type: 'REQUEST',
    category: 'Router and Wi-Fi',
    thread: [
      customer.says('16d 14:10')`Patients in the last row have no Wi-Fi. Can you put up a second device?`,
      office.says('15d 11:00')`
        Gladly. So that we choose the right place: could you send a rough plan of the floor, a photo of a drawing is enough, to https://padma.example/upload ?
      `,
    ],
  },
  {
    title: 'Invoice in the name of the foundation',
    status: 'RESOLVED',
    priority: 'MEDIUM',
    type: 'REQUEST',
    category: 'Bills and payment',
    assignee: 'billing',
    feedback: { at: '36d 09:00', rating: 4 },
    thread: [
      customer.says('37d 10:00')`
        From now on the foundation behind the clinic pays. Please write "Lakeside Health Foundation" on the bills.
      `,
      billing.says('37d 10:40')`
        Changed from the next bill on. The account and the line stay in the name of the clinic.
      `,
    ],
  },
  {
    title: 'Telephone line crackles',
    status: 'CLOSED',
    priority: 'HIGH',
    type: 'ISSUE',
    category: 'Telephone',
    assignee: 'technical',
    statusChangedAt: '46d 16:45',
    feedback: { at: '45d 09:10', rating: 5, comment: 'A new handset within three days, free of charge.' },
    thread: [
      customer.says('49d 08:40')`
        Callers hardly understand us. It crackles on the reception desk, not on the telephone in the office.
      `,
      technical.says('49d 09:15')`
        One telephone only is good news: please swap the two handsets and tell us whether the crackling moves along.
      `,
      customer.says('49d 12:30')`It moves along. So it is the handset?`,
      technical.says('49d 12:50')`
        It is. A new one is on its way to you, free of charge; the old one is within its two years.
      `,
      customer.says('46d 16:40')`Clear as a bell. Thank you.`,
    ],
  },
];

export const flatTickets: DemoTicket[] = [
  {
    title: 'রাতে ইন্টারনেট খুব ধীর হয়ে যায়',
    status: 'OPEN',
    priority: 'HIGH',
    type: 'ISSUE',
    category: 'Plan and speed',
    assignee: 'technical',
    thread: [
      customer.says('4d 22:40')`
        রাত নয়টার পর থেকে ভিডিও বারবার আটকে যায়। দিনের বেলায় কোনো সমস্যা নেই। আমাদের ২০ এমবিপিএস প্যাকেজ, কিন্তু রাতে ৩–৪ এর বেশি পাই না।
      `,
      technical.says('3d 09:30')`
        জানানোর জন্য ধন্যবাদ। দুটি তথ্য দিলে আমাদের সুবিধা হবে:

        - রাতে একসঙ্গে কতগুলো ডিভাইস চলে?
        - রাউটারের কাছে বসে মাপলে গতি কত আসে? এখানে মাপতে পারেন: https://speed.padma.example/?lang=bn
      `,
      customer.says('19h')`
        সাধারণত তিনটা মোবাইল আর একটা টিভি। রাউটারের একদম পাশে বসে মেপেছি, রাত দশটায় ৩.৮ এমবিপিএস। সকালে একই জায়গায় ১৯ পেয়েছি।
      `,
    ],
  },
  {
    title: 'নতুন বাসায় সংযোগ নিতে চাই',
    status: 'PENDING',
    priority: 'MEDIUM',
    type: 'REQUEST',
    category: 'Moving the line',
    assignee: 'billing',
    thread: [
      customer.says('8d 18:20')`
        আগামী মাসে আমরা পাশের গলিতে বাসা বদলাচ্ছি। একই প্যাকেজ নতুন ঠিকানায় নেওয়া যাবে? খরচ কত?
      `,
      billing.says('7d 11:00')`
        অবশ্যই যাবে। স্থানান্তর খরচ ৫০০ টাকা, প্যাকেজ আগেরটাই থাকবে। নতুন বাসার ঠিকানা, কত তলা এবং কোন দিন থেকে সংযোগ লাগবে জানাবেন?
      `,
    ],
  },
  {
    title: 'মোবাইল থেকে বিল কীভাবে দেব?',
    status: 'RESOLVED',
    priority: 'LOW',
    type: 'QUESTION',
    category: 'Bills and payment',
    assignee: 'billing',
    feedback: { at: '27d 20:30', rating: 4, comment: 'সহজেই বিল দেওয়া গেল।' },
    thread: [
      customer.says('28d 20:15')`ঘরে বসে বিল দেওয়ার উপায় কী? প্রতি মাসে কাউন্টারে যাওয়া কষ্টকর।`,
      billing.says('27d 09:40')`
        মোবাইল ব্যাংকিংয়ের যেকোনো অ্যাপ থেকে দিতে পারবেন:

        ১. "পে বিল" থেকে "ইন্টারনেট" বেছে নিন।
        ২. "Padma Broadband" খুঁজে আপনার গ্রাহক নম্বর দিন।
        ৩. টাকার পরিমাণ মিলিয়ে নিশ্চিত করুন।

        রসিদ সঙ্গে সঙ্গে ই-মেইলে চলে যাবে।
      `,
    ],
  },
  {
    title: 'ঝড়ের পর থেকে লাইন নেই',
    status: 'CLOSED',
    priority: 'URGENT',
    type: 'ISSUE',
    category: 'No connection',
    assignee: 'technical',
    statusChangedAt: '51d 11:00',
    feedback: { at: '50d 20:00', rating: 3, comment: 'কাজ হয়েছে, কিন্তু যে সময় বলা হয়েছিল তা মেলেনি।' },
    thread: [
      customer.says('53d 07:50')`
        কাল রাতের ঝড়ের পর থেকে ইন্টারনেট একেবারে বন্ধ। বক্সে লাল বাতি জ্বলছে। বাসা থেকে অফিসের কাজ করি, খুব জরুরি।
      `,
      technical.says('53d 08:20')`
        দুঃখিত। আপনাদের গলিতে গাছ পড়ে তার ছিঁড়েছে। আমাদের দল কাজ শুরু করেছে, দুপুরের মধ্যে ঠিক হয়ে যাওয়ার কথা।
      `,
      customer.says('53d 14:30')`দুপুর তো পেরিয়ে গেল, এখনও লাল বাতি।`,
      technical.says('53d 14:45')`গাছ সরাতে সময় লেগেছে, এখন তার জোড়া দেওয়া হচ্ছে। আরও প্রায় দুই ঘণ্টা লাগবে।`,
      customer.says('53d 17:05')`লাইন এসেছে। ধন্যবাদ।`,
      technical.says('52d 10:10')`
        ধৈর্যের জন্য ধন্যবাদ। এক দিনের বিল বাদ দেওয়া হয়েছে। আর কোনো সমস্যা না থাকলে টিকিটটি কাল বন্ধ করে দেব।
      `,
    ],
  },
];

export const schoolTickets: DemoTicket[] = [
  {
    title: 'Filter for the computer room',
    status: 'OPEN',
    priority: 'MEDIUM',
    type: 'REQUEST',
    category: 'School filter',
    thread: [
      customer.says('15h')`
        Our twelve computers for the pupils should reach learning pages only. Can this be done in your network, so that we do not have to set up each computer?

        The teachers' room has to stay open.
      `,
    ],
  },
  {
    title: 'School holidays: can the line rest?',
    status: 'RESOLVED',
    priority: 'LOW',
    type: 'QUESTION',
    category: 'Plan and speed',
    assignee: 'billing',
    statusChangedAt: '20d 10:30',
    thread: [
      customer.says('25d 11:15')`
        The school is closed for four weeks. Can the line rest in that time, and what do we pay?
      `,
      billing.says('25d 13:00')`
        Yes, once a year for up to six weeks. You pay 100 taka a month for the connection, nothing for the data. From which day to which day?
      `,
      customer.says('21d 12:40')`We have decided to keep it: the caretaker's cameras need it. Thank you all the same.`,
    ],
  },
  {
    title: 'Online exam broke off in the middle',
    status: 'CLOSED',
    priority: 'HIGH',
    type: 'ISSUE',
    category: 'No connection',
    assignee: 'technical',
    statusChangedAt: '33d 12:00',
    feedback: { at: '32d 13:00', rating: 3, comment: 'A clear answer and a letter, but it should not have happened.' },
    thread: [
      customer.says('39d 11:25')`
        Our class five lost the connection in the middle of an online exam, from 11:02 to 11:09. We need a written confirmation for the exam board.
      `,
      technical.notes('39d 11:50')`
        Maintenance on switch S-3, window was 02:00 to 04:00 but ran over into the day. Our fault, clearly.
      `,
      technical.says('39d 12:05')`
        It was our maintenance, which should have ended in the night. We are very sorry. The confirmation comes from the office today.
      `,
      office.says('39d 15:30')`
        The confirmation is here, with stamp and times:
        https://padma.example/letters/outage-confirmation-11-02.pdf

        For the days of your next exams, tell us the dates and nobody will touch your part of the network.
      `,
      customer.says('34d 09:20')`
        The board accepts it, the class may write again. The dates follow as soon as we have them.
      `,
    ],
  },
];
