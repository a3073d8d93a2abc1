"""Addresses of the board, and of screens on the wall."""

from __future__ import annotations

from django.urls import path

from rafiq.board.views import alerts, board, listening, moving, walls

app_name = "board"
urlpatterns = [
    path("board/", board.Board.as_view(), name="board"),
    path("board/conversations/<int:pk>/move/", moving.Move.as_view(), name="move"),
    path("board/conversations/<int:pk>/listening/", listening.Listen.as_view(), name="listening"),
    path("board/conversations/<int:pk>/heard/", listening.Heard.as_view(), name="heard"),
    path("board/conversations/<int:pk>/whisper/", listening.Whisper.as_view(), name="whisper"),
    path("board/conversations/<int:pk>/listeners/", listening.Listeners.as_view(), name="listeners"),
    path("board/alerts/", alerts.Past.as_view(), name="alerts"),
    path("board/notices/", alerts.Notices.as_view(), name="notices"),
    path("board/notices/<int:pk>/seen/", alerts.NoticeSeen.as_view(), name="notice_seen"),
    path("board/wall/", walls.OwnWall.as_view(), name="wall"),
    path("wall/<str:secret>/", walls.Wall.as_view(), name="screen"),
]
