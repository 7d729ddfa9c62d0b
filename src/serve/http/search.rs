//! A query, answered by the index that the site's static one is made of.

use super::reply::{plain, set};
use super::{State, index, parameter};
use crate::pipeline::AnswerData;
use crate::search::query;
use axum::body::Body;
use axum::http::header;
use axum::http::{Response, StatusCode};
use std::sync::Arc;

/// The most results of one answer.
const MOST: usize = 1_000;

/// Answers `q=QUERY&limit=N` with JSON, as `pmsite search --format json` does.
pub(super) async fn answer(state: &Arc<State>, parameters: &str) -> Response<Body> {
    let Some(generation) = state.generation.clone() else {
        return plain(StatusCode::SERVICE_UNAVAILABLE, "there is no site yet");
    };
    let text = parameter(parameters, "q").unwrap_or_default();
    let limit = match parameter(parameters, "limit").map(|limit| limit.parse::<usize>()) {
        None => generation.site().config().search.limit_results,
        Some(Ok(limit)) if limit <= MOST => limit,
        Some(_) => return plain(StatusCode::BAD_REQUEST, "`limit` is a number up to 1000"),
    };
    let query = query::parse(&text, false);
    if query.groups.is_empty() {
        return plain(StatusCode::BAD_REQUEST, "`q` holds no word to search for");
    }
    if generation.search().is_none()
        && let Err(response) = index(Arc::clone(&generation)).await
    {
        return response;
    }
    let found = tokio::task::spawn_blocking(move || {
        let (site, index) = (generation.site(), generation.search()?);
        let answer = index.search(&query, limit).ok()?;
        let data = AnswerData::of(site.corpus(), site.analysis(), index, &answer, &query.notes);
        serde_json::to_vec(&data).ok()
    })
    .await;
    let Ok(Some(json)) = found else {
        return plain(StatusCode::INTERNAL_SERVER_ERROR, "the search failed");
    };
    let mut response = plain(StatusCode::OK, "");
    *response.body_mut() = Body::from(json);
    set(&mut response, header::CONTENT_TYPE, "application/json");
    response
}
