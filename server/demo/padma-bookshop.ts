import { customer, voice, type DemoTicket } from './content.ts';

const technical = voice('technical');
const billing = voice('billing');
const office = voice('admin');

/** Open and pending tickets. */
export const bookshopTickets: DemoTicket[] = [
  {
    title: 'No internet in the whole shop',
    status: 'OPEN',
    priority: 'URGENT',
    type: 'ISSUE',
    category: 'No connection',
    team: 'Lines and Wi-Fi',
    thread: [
      customer.says('7m')`
        Nothing works since a few minutes ago: no Wi-Fi, no card machine, no telephone. The box shows a red light marked LOS.

        We have switched it off and on twice. The flat above us (another provider) is online.
      `,
    ],
  },
  {
    title: 'Payment terminal cannot reach the bank, everything else works',
    status: 'PENDING',
    priority: 'URGENT',
    type: 'ISSUE',
    category: 'No connection',
    assignee: 'technical',
    team: 'Lines and Wi-Fi',
    thread: [
      customer.says('9h')`
        The card terminal says "host not reachable (E-117)" since we opened. Browsing and mail are fine. The bank says their side is up and sent us this to pass on:

        $ traceroute -n terminal.bank.example
         1  192.168.10.1     0.8 ms
         2  100.64.0.1       3.1 ms
         3  203.0.113.41     3.4 ms
         4  203.0.113.97     4.0 ms
         5  * * *
         6  * * *

        They want to know who "203.0.113.97" is, and so do we.
      `,
      technical.notes('8h')`
        203.0.113.97 is our edge. The bank has moved to 198.51.100.0/24 during the night and we still filter that range. Asked the network team to lift it.
      `,
      technical.says('470m')`
        That address is the last router on our side, so the fault is between us and the bank. We have found a filter that blocks the bank's new address and are having it removed. Cash until then, we are afraid; we hurry.
      `,
      customer.says('6h')`Cash it is. We have put up a sign.`,
      technical.says('95m')`
        The filter is gone. Please start the terminal again (hold the red key for five seconds) and try a payment of 10 taka. Does it go through?
      `,
    ],
  },
  {
    title: 'Fixed address for our camera: is it possible, and is it safe?',
    status: 'PENDING',
    priority: 'MEDIUM',
    type: 'QUESTION',
    category: 'Fixed IP and VPN',
    assignee: 'technical',
    thread: [
      customer.says('5d 16:10')`
        We would like to look at the shop camera from home. The manual says we need a "static IP" and "port forwarding 554".

        1. Can we have a fixed address on our plan?
        2. What does it cost?
        3. Is it safe? A friend of the shop says never to do this.
      `,
      technical.says('4d 11:05')`
        1. Yes, on every shop plan.
        2. 150 taka a month, see https://padma.example/plans/shop#fixed-address
        3. Your friend has a point: with port 554 open, the whole world can try passwords on the camera.

        There is a better way that needs no fixed address at all: a VPN in the new router. It is described with pictures here: https://padma.example/help/routers/vpn?model=ax2&step=1&lang=en
      `,
      customer.says('4d 15:30')`
        The VPN sounds better. But the page asks for "Settings > Remote access" and our box has no such item.
      `,
      technical.says('3d 10:20')`It appears with firmware 3.2. Under "Settings > About", which version do you see?`,
    ],
  },
  {
    title: 'Moving the shop two houses down: please move the line too',
    status: 'PENDING',
    priority: 'HIGH',
    type: 'REQUEST',
    category: 'Moving the line',
    assignee: 'billing',
    team: 'Bills and plans',
    thread: [
      customer.says('12d 13:00')`
        We move to the bigger room two houses down (same side, the former tailor). We need the line there and would like to keep our number and plan. How long do you need, and can both rooms be online for a few days?
      `,
      billing.says('12d 15:20')`
        Congratulations on the bigger room. A move costs 500 taka and needs about a week. The plan and the number stay. Both lines at once is possible for up to five days, at no extra cost.
      `,
      customer.says('11d 10:05')`Perfect, five days are enough.`,
      technical.notes('10d 09:50')`Free port on C-17, 30 metres of drop cable. Half a day for one team.`,
      office.says('9d 12:15')`
        The landlord of the new room has to agree to the cable at the facade. We have put the form here, it takes two minutes: https://padma.example/forms/facade-consent.pdf
      `,
      customer.says('6d 17:45')`Signed by the landlord and handed in at your counter this afternoon.`,
      billing.says('5d 10:30')`
        Received, thank you. Which day shall the team come? We have the mornings of the whole coming week free, from nine.
      `,
    ],
  },
  {
    title: 'এ মাসের বিলে অতিরিক্ত ৩০০ টাকা কেন?',
    status: 'OPEN',
    priority: 'MEDIUM',
    type: 'QUESTION',
    category: 'Bills and payment',
    assignee: 'billing',
    team: 'Bills and plans',
    thread: [
      customer.says('6d 11:30')`
        আমাদের মাসিক বিল সাধারণত ১,২০০ টাকা আসে। এবার এসেছে ১,৫০০ টাকা। বিলে শুধু লেখা আছে "অন্যান্য ৩০০"। এটা কীসের টাকা, একটু বুঝিয়ে বলবেন?
      `,
      billing.says('5d 09:45')`
        বিলটি দেখলাম। ৩০০ টাকা নতুন রাউটারের ডেলিভারি চার্জ হিসেবে যোগ হয়েছে। আপনারা কি রাউটারটি দোকানে পৌঁছে দেওয়া হয়েছিল, নাকি আমাদের কাউন্টার থেকে নিয়েছিলেন?
      `,
      customer.says('5d 12:10')`
        রাইডার এসে দিয়ে গেছেন। কিন্তু আমাদের বলা হয়েছিল রাউটার বদলাতে কোনো খরচ লাগবে না। সেই কথা আগের টিকিটেই লেখা আছে।
      `,
      billing.notes('4d 10:00')`
        They are right, the swap was promised at no cost (line diary). Ask the office whether I may take it off.
      `,
      billing.says('4d 10:05')`ধন্যবাদ, টিকিটটি পেয়েছি। অফিসের অনুমোদনের জন্য পাঠিয়েছি, আজকালের মধ্যেই জানাচ্ছি।`,
      customer.says('22h')`এখনও কোনো খবর পাইনি। বিল জমা দেওয়ার শেষ দিন চলে আসছে। আমরা কি ১,২০০ টাকা জমা দিয়ে দেব?`,
    ],
  },
  {
    title:
      'The stock list on our second computer opens only after a very long wait, sometimes not at all, although the same list opens at once on the first computer and on the telephone over the same Wi-Fi',
    status: 'OPEN',
    priority: 'LOW',
    type: 'ISSUE',
    assignee: 'technical',
    thread: [
      customer.says('14d 14:35')`
        The title says it all, I am afraid. The address is
        https://stock.books.example/warehouse/lists/everything?sort=title&shelf=all&columns=title,author,publisher,isbn,price,discount,stock,ordered,reserved,returned&page=1&size=500

        On the second computer it takes up to two minutes.
      `,
      technical.says('13d 12:00')`
        Two computers on one Wi-Fi with such a difference: let us look at the second one. Does it use the Wi-Fi "Bookshop" or "Bookshop-5G"?
      `,
      customer.says('13d 17:20')`"Bookshop". It does not show the other one.`,
      technical.says('12d 11:10')`
        Then it can only use the slow, crowded band. A small USB Wi-Fi adapter for the 5 GHz band would cure that, or a network cable to the box. Would one of the two be possible?
      `,
      customer.says('30h')`
        It took us a while to find one. With the cable it is much better, ten seconds instead of two minutes. But the telephone still needs only two. Is there anything else we can try?
      `,
    ],
  },
];
