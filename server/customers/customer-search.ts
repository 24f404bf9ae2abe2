import { toPlainSigns, withLatinDigits } from '#shared/text.ts';
import type { Condition } from '../reads/read-statement.ts';
import { containing } from '../reads/search-text.ts';
import { maximumWords } from '../search/tokenizer.ts';
import type { Customer } from './customer.entity.ts';

/** Shorter numbers are in names, such as those of houses. */
const digitsOfNumber = 4;

/** The digits people here write beside those of Latin script: Bengali, Devanagari, Arabic and Persian. */
const otherDigits = '০১২৩৪৫৬৭৮৯०१२३४५६७८९٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹';
const latinDigits = '0123456789'.repeat(4);

/** The customers a search means: those with each of its words in the name or address, or with the telephone number. */
export function matchesSearch(search: string): Condition<Customer> {
  const plain = toPlainSigns(search);
  const digits = digitsOf(withLatinDigits(plain));
  const words = plain.split(/[\s<>()[\]{}"“”„«»,;]+/).filter(Boolean);
  return (customer, parameter) => {
    const has = (column: string, text: string) => `${column} ilike ${parameter(patternOf(text), 'text')}`;
    const hasAll = words.slice(0, maximumWords).map((word) => {
      const latin = withLatinDigits(word);
      // names are stored with the digits they were written with
      const name = /\d/.test(latin) ? `translate(${customer.name}, '${otherDigits}', '${latinDigits}')` : customer.name;
      return `(${[name, customer.email, customer.phone].map((column) => has(column, latin)).join(' or ')})`;
    });
    const named = `(${hasAll.join(' and ') || 'false'})`;
    return digits ? `(${named} or ${has(customer.phone, digits)})` : named;
  };
}

/** The digits of a telephone number without what is dialled before them at home or abroad; null where it is none. */
function digitsOf(text: string): string | null {
  if (!/^(?:tel:|callto:)?[+\d\s()./-]+$/i.test(text)) return null;
  const digits = text.replace(/\(0\)|\D/g, '').replace(/^0+/, '');
  return digits.length >= digitsOfNumber ? digits : null;
}

/** Any apostrophe stands for any other. */
const patternOf = (text: string): string => containing(text).replace(/['’‘ʼ`´]/g, '_');
