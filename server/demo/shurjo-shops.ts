import { customer, voice, type DemoTicket } from './content.ts';

const service = voice('service');
const installation = voice('installation');
const office = voice('admin');

export const teaStallTickets: DemoTicket[] = [
  {
    title: 'ব্যাটারি রাতে এক ঘণ্টার বেশি চলে না',
    status: 'OPEN',
    priority: 'HIGH',
    type: 'ISSUE',
    category: 'Battery',
    assignee: 'service',
    thread: [
      customer.says('3d 21:10')`
        আগে সন্ধ্যা থেকে রাত এগারোটা পর্যন্ত দুইটা বাতি আর একটা ফ্যান চলত। এখন এক ঘণ্টা পরেই সব বন্ধ হয়ে যায়। ঘাটের দোকান, রাতেই বেচাকেনা বেশি।
      `,
      service.says('45h')`
        কষ্টের জন্য দুঃখিত। ব্যাটারির পানি শেষ কবে দেখা হয়েছে? ঢাকনা খুলে দেখুন, পানি যদি দাগের নিচে থাকে তাহলে শুধু পাতিত পানি দেবেন, কলের পানি নয়।
      `,
      customer.says('2h')`
        পানি দাগের অনেক নিচে ছিল। পাতিত পানি ভরে দিয়েছি, এখন দেড় ঘণ্টার মতো চলে। আগের মতো হচ্ছে না। ব্যাটারি কি বদলাতে হবে? ওয়ারেন্টি আছে তো?
      `,
    ],
  },
  {
    title: 'কিস্তির তারিখ পেছানো যাবে?',
    status: 'PENDING',
    priority: 'MEDIUM',
    type: 'REQUEST',
    category: 'Instalments and bills',
    assignee: 'admin',
    thread: [
      customer.says('7d 13:30')`বর্ষায় ফেরি কম চলে, বেচাকেনাও কম। এই মাসের কিস্তিটা দুই সপ্তাহ পরে দিলে চলবে?`,
      office.says('6d 10:15')`
        হ্যাঁ, বছরে একবার বাড়তি খরচ ছাড়াই পেছানো যায়। নতুন তারিখ ঠিক করার আগে একটা কথা জানা দরকার: পরের মাসের কিস্তি কি সময়মতো দিতে পারবেন, নাকি সেটাও একই সঙ্গে পেছাব?
      `,
    ],
  },
  {
    title: 'প্যানেলের ওপর ছায়া পড়ছে, সরানো যাবে?',
    status: 'RESOLVED',
    priority: 'LOW',
    type: 'QUESTION',
    category: 'Panels and roof',
    assignee: 'installation',
    statusChangedAt: '21d 12:15',
    feedback: { at: '20d 19:00', rating: 5, comment: 'বিনা খরচে সরিয়ে দিয়েছেন, ধন্যবাদ।' },
    thread: [
      customer.says('26d 10:40')`
        পাশে নতুন সাইনবোর্ড বসেছে, দুপুরের পর প্যানেলের অর্ধেকে ছায়া পড়ে। প্যানেলটা কি চালের অন্য পাশে নেওয়া যায়?
      `,
      installation.says('25d 09:30')`
        নেওয়া যায়। অর্ধেকে ছায়া পড়লে বিদ্যুৎ প্রায় পুরোটাই কমে যায়, তাই সরানোই ভালো। আমাদের লোক ওই এলাকায় গেলে বিনা খরচে সরিয়ে দেবে।
      `,
      installation.notes('25d 09:35')`Add to the ferry ghat round, bring 5 m of cable and four clamps.`,
      installation.says('22d 16:20')`আজ প্যানেলটি চালের দক্ষিণ পাশে বসানো হয়েছে। বিকেলেও এখন পুরো রোদ পাচ্ছে।`,
      customer.says('21d 12:05')`
        দেখলাম, চার্জ আগের চেয়ে অনেক ভালো হচ্ছে। আপনাদের লোককে চা খাওয়াতে পারিনি, পরের বার অবশ্যই!
      `,
    ],
  },
  {
    title: 'মোবাইল চার্জের জন্য আলাদা পয়েন্ট',
    status: 'CLOSED',
    priority: 'LOW',
    type: 'REQUEST',
    category: 'Extension',
    assignee: 'installation',
    statusChangedAt: '41d 09:30',
    feedback: { at: '40d 18:00', rating: 3 },
    thread: [
      customer.says('44d 17:50')`
        যাত্রীরা মোবাইল চার্জ দিতে চান। একসঙ্গে পাঁচটা চার্জ দেওয়ার মতো একটা পয়েন্ট লাগানো যাবে?
      `,
      installation.says('43d 10:00')`
        আপনাদের সিস্টেমে সর্বোচ্চ দুইটা নিরাপদ। পাঁচটা দিলে রাতে বাতি জ্বলবে না। দুই পোর্টের একটি পয়েন্টের দাম ৩৫০ টাকা।
      `,
      customer.says('42d 18:30')`দুইটাতে হবে না। তাহলে থাক, বড় সিস্টেম নিলে তখন দেখা যাবে।`,
      installation.says('41d 09:25')`
        বুঝতে পেরেছি। বড় সিস্টেমের দাম এখানে দেখতে পারেন: https://shurjo.example/bn/systems?size=large
      `,
    ],
  },
];

export const tailoringTickets: DemoTicket[] = [
  {
    title: 'Sewing machines stop when a cloud passes',
    status: 'OPEN',
    priority: 'HIGH',
    type: 'ISSUE',
    category: 'Inverter',
    team: 'Repairs',
    thread: [
      customer.says('34m')`
        Three electric machines run on your system. When a cloud passes, all of them stop for some seconds and start again with a jerk: two needles broke today.

        The battery is full at that time, so why does it not help?
      `,
    ],
  },
  {
    title: 'Yearly check before the rains',
    status: 'RESOLVED',
    priority: 'MEDIUM',
    type: 'REQUEST',
    category: 'Yearly check',
    assignee: 'installation',
    thread: [
      customer.says('19d 11:30')`
        Our system is soon a year old. Please come for the yearly check, best before the rains begin.
      `,
      installation.says('18d 10:00')`
        Noted for our next round on Bazar Road. We need half an hour on the roof, and ten minutes without power.
      `,
      customer.says('18d 10:45')`Ten minutes are fine at lunch time.`,
      installation.notes('9d 14:20')`
        Two clamps tightened, surge protector replaced (window was red). Everything else like new.
      `,
      installation.says('9d 14:30')`
        Done, here is the short report:

        - panels clean, no cracks
        - two clamps tightened
        - surge protector replaced, it had done its work in the last thunderstorm
        - batteries at 97 % of their strength

        The report with all readings: https://my.shurjo.example/reports/yearly-check.pdf
      `,
    ],
  },
  {
    title: 'The app shows the harvest of somebody else',
    status: 'CLOSED',
    priority: 'MEDIUM',
    type: 'ISSUE',
    category: 'Meter and app',
    assignee: 'service',
    statusChangedAt: '30d 10:00',
    feedback: { at: '29d 11:00', rating: 4, comment: 'Taken seriously, and told openly.' },
    thread: [
      customer.says('32d 13:15')`
        The app says we harvest 40 kWh a day. With four panels! I think these are the numbers of another system.
      `,
      service.notes('32d 13:40')`
        Serial number mistyped when the logger was replaced: 0 instead of O. Only yields were visible, no address. Told the office.
      `,
      service.says('32d 13:50')`
        You are right, a serial number was mistyped when your logger was replaced. It is corrected; please sign out of the app and in again.
      `,
      office.says('31d 09:30')`
        What you saw were only numbers of harvest, without name or place, and the other customer knows of it. Serial numbers are scanned from now on, not typed.
      `,
      customer.says('31d 18:10')`Now it shows 5.1, which sounds like us. Thank you for telling the other side too.`,
    ],
  },
];
