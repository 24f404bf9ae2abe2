import { toPlainSigns, withLatinDigits } from '#shared/text.ts';
import { isStaff, type Viewer } from '../access/viewer.ts';
import type { Parameter } from '../reads/read-statement.ts';
import { termsOf, type Term } from '../search/terms.ts';
import { maximumWords } from '../search/tokenizer.ts';
import { lexemeMarks, quoteLexeme } from './ticket-words.ts';

/** What people write around the number of a ticket. */
const ticketNumber = /^\[?\s*(?:ticket|টিকিট|টিকেট)?\s*(?:no\.?|number|নম্বর|নং)?\s*[#№]?\s*(\d{1,9})\s*\]?$/iu;

const quotes = /["“”„‟«»]/u;

/** A part of a search that a ticket must have: a word in one of its forms, or a phrase. */
export interface WantedWord {
  /** Its terms in the order in which they are written. */
  terms: Term[];
  /** Whether they must follow each other. */
  phrase: boolean;
  /** The beginning of a word that is not finished, as it is compared. */
  starts: string | null;
}

/** What a search asks for; empty where it has no words. */
export function readSearch(text: string): WantedWord[] {
  const number = ticketNumber.exec(withLatinDigits(toPlainSigns(text)))?.[1];
  if (number) return [{ terms: termsOf(number), phrase: false, starts: null }];
  return text
    .split(quotes)
    .flatMap((piece, index, pieces) =>
      // a quote that is not closed is none
      index % 2 === 1 && index < pieces.length - 1 ? phraseOf(piece) : wordsOf(piece, index === pieces.length - 1),
    )
    .slice(0, maximumWords);
}

const phraseOf = (text: string): WantedWord[] => {
  const terms = termsOf(text);
  return terms.length > 0 ? [{ terms, phrase: true, starts: null }] : [];
};

function wordsOf(text: string, isLast: boolean): WantedWord[] {
  const terms = termsOf(text);
  const last = terms.at(-1);
  const isUnfinished = isLast && last?.end === text.trimEnd().length && text === text.trimEnd();
  return [...Map.groupBy(terms, ({ position }) => position).values()].map((ofWord) => ({
    terms: ofWord,
    phrase: false,
    starts: isUnfinished && ofWord.at(-1) === last && /\D/.test(last.word) ? last.word : null,
  }));
}

/** The common table expression `search_result (id, score, since)`: the tickets that are found, for `with`. */
export const searchExpressions =
  (wanted: WantedWord[], viewer: Viewer, { fuzzy }: { fuzzy: boolean }) =>
  (parameter: Parameter): string => {
    const marks = lexemeMarks(viewer.tenantId);
    const readable = isStaff(viewer) ? [marks.public, marks.internal] : [marks.public];
    const words = wanted.map((word) => {
      const [first] = word.terms;
      const resembles = !word.phrase && /\D/.test(first!.word) && first!.word.length > 3 ? first!.word : null;
      return { exact: queryOf(word, readable), starts: word.starts, resembles, term: first!.term };
    });
    const values = [
      parameter(JSON.stringify(words), 'jsonb'),
      parameter(marks.public, 'text'),
      parameter(marks.internal, 'text'),
      parameter(fuzzy, 'boolean'),
    ];
    return `search_result as materialized (select * from search.find_tickets(${values.join(', ')}))`;
  };

/** A word as a `tsquery`: a compound as it is, or all of its parts. */
function queryOf({ terms, phrase }: WantedWord, marks: string[]): string {
  const lexeme = ({ term }: Term) => `(${marks.map((mark) => quoteLexeme(mark, term)).join(' | ')})`;
  if (phrase) {
    // of a compound the whole, which comes before its parts
    const inOrder = [...Map.groupBy(terms, ({ position }) => position).values()].map(([whole]) => whole!);
    return inOrder.reduce((query, term, index) => {
      if (index === 0) return lexeme(term);
      return `${query} <${term.position - inOrder[index - 1]!.position}> ${lexeme(term)}`;
    }, '');
  }
  const [whole, ...parts] = terms;
  return parts.length === 0 ? lexeme(whole!) : `(${lexeme(whole!)} | (${parts.map(lexeme).join(' & ')}))`;
}
