/** The interface of this folder; apart from its entities nothing else is imported from outside (docs/adr/0006-article-search.md). */
export { excerpt, highlight, type TextFragment } from './highlight.ts';
export { deleteUnusedWords, indexArticle, type SearchableArticle } from './search-index.ts';
export { searchExpressions, type ArticleSearch } from './search-statement.ts';
