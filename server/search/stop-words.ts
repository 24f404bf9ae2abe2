import { phoneticKey } from './bengali.ts';

/** Contractions without their apostrophes, as many people type them; PostgreSQL's English list has only their parts. */
const english = `
  arent cant cannot couldnt didnt doesnt dont hadnt hasnt havent hows im isnt ive lets shouldnt thats theres wasnt
  whats wheres whos wont wouldnt youre`;

/** Bengali pronouns, postpositions, particles, auxiliaries and question words. */
const bengali = `
  আমি আমার আমাকে আমাদের আমরা তুমি তোমার তোমাকে তোমাদের আপনি আপনার আপনাকে আপনাদের আপনারা সে তার তাকে তাদের তারা তিনি
  এই এটা এটি এর এরা এসব ওই ওটা ওটি ওর সেই সেটা সেটি যে যা যার যেটা যেটি যখন যদি যেন তখন তবে তাহলে তাই তো
  এখন এখানে সেখানে ওখানে যেখানে এখনো এখনও আর আরও আরো এবং ও বা অথবা কিংবা কিন্তু কারণ জন্য জন্যে সঙ্গে সাথে থেকে দিয়ে
  পর্যন্ত পরে আগে মধ্যে ভিতরে উপর উপরে ওপর নিচে কাছে দিকে মতো মত ছাড়া হতে কী কি কে কার কাকে কেন কখন কোথায় কোথা কোন
  কোনো কোনটা কিভাবে কীভাবে কেমন কেমনে কত কতটা কতো না নয় নাই নেই নি হয় হবে হলে হল হলো হয়ে হয়েছে হচ্ছে হতো হয়নি হয়না হোক
  আছে আছি ছিল ছিলাম থাকে থাকলে থাকা করি করে করা করব করবো করবেন করতে করলে করেন করুন করছি করছে করেছি করেছে করার করেও
  যায় যাবে যাচ্ছে যেতে গেছে গেলে গেল যাই পারি পারব পারবো পারে পারছি চাই চাইলে একটা একটি এক কিছু সব সকল অনেক খুব শুধু
  আবার বলে দেখি দিন নিন হ্যাঁ জি টা টি`;

/** English articles, pronouns, prepositions, auxiliaries and the like. PostgreSQL has such a list for what it stems itself. */
export const ordinaryWords: ReadonlySet<string> = new Set(
  `a an the this that these those i me my mine we us our you your he him his she her it its they them their
  and or but if so than then as at by for from in into of off on onto out over to up with without about after before
  am is are was were be been being do does did done have has had having will would shall should can could may might must
  not no nor yes all any both each some such too very just also again here there when where why how what which who whom
  s t d ll m re ve`.split(/\s+/),
);

/** Words that say nothing about the subject of a text, normalized as the tokenizer does. */
export const stopWords: ReadonlySet<string> = new Set(
  [...english.split(/\s+/), ...bengali.split(/\s+/).map((word) => phoneticKey(word.normalize('NFC')))].filter(Boolean),
);
