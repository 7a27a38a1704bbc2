//! What a template uses: labels, queries, and what fails for certain when it is expanded.
