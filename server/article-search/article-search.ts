/** The interface of this folder; apart from its entities nothing else is imported from outside (docs/adr/0006-article-search.md). */
export { deleteUnusedWords, indexArticle } from './search-index.ts';
export { searchExpressions } from './search-statement.ts';
